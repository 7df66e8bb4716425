package io.drover.engine.release;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.drover.engine.WorkFailedException;
import io.drover.engine.file.AtomicFile;
import io.drover.engine.file.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What each environment runs, what was handed to it, and what it ran before: a file per
 * environment. Only one run at a time writes them.
 */
public final class ReleaseLog {
  private static final int HISTORY = 50;
  private static final ObjectMapper JSON =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private final Path folder;

  /** The releases kept in a folder. */
  public ReleaseLog(Path folder) {
    this.folder = folder;
  }

  /**
   * An entry of an environment's history.
   *
   * @param time when, ISO 8601 in UTC
   * @param event {@code handed}, {@code deployed} or {@code tested}
   * @param release id of the release
   */
  public record Event(String time, String event, String release) {}

  /** The state of one environment; absent releases are null in the file. */
  record State(Release incoming, Release deployed, String tested, List<Event> history) {
    static final State EMPTY = new State(null, null, null, List.of());

    State with(String event, Release release) {
      List<Event> events = new ArrayList<>(history == null ? List.of() : history);
      events.add(new Event(Instant.now().toString(), event, release.id()));
      List<Event> last = events.subList(Math.max(0, events.size() - HISTORY), events.size());
      return new State(incoming, deployed, tested, List.copyOf(last));
    }
  }

  /** The release that was promoted into an environment last. */
  public Optional<Release> incoming(String environment) {
    return Optional.ofNullable(read(environment).incoming());
  }

  /** The release that an environment runs. */
  public Optional<Release> deployed(String environment) {
    return Optional.ofNullable(read(environment).deployed());
  }

  /** What happened in an environment, oldest first, at most 50 events. */
  public List<Event> history(String environment) {
    return read(environment).history();
  }

  /** Records that a release may enter an environment; nothing if it is there already. */
  public void hand(String environment, Release release) {
    State state = read(environment);
    if (!release.equals(state.incoming())) {
      State next = state.with("handed", release);
      write(environment, new State(release, next.deployed(), next.tested(), next.history()));
    }
  }

  /** Records that an environment runs a release; nothing if that is known. */
  public void markDeployed(String environment, Release release) {
    State state = read(environment);
    if (!release.equals(state.deployed())) {
      State next = state.with("deployed", release);
      write(environment, new State(next.incoming(), release, next.tested(), next.history()));
    }
  }

  /** Records that a release passed an environment's tests. */
  public void markTested(String environment, Release release) {
    State state = read(environment);
    if (!release.id().equals(state.tested())) {
      State next = state.with("tested", release);
      write(environment, new State(next.incoming(), next.deployed(), release.id(), next.history()));
    }
  }

  private State read(String environment) {
    Path file = file(environment);
    if (!Files.exists(file)) {
      return State.EMPTY;
    }
    try {
      return JSON.readValue(file.toFile(), State.class);
    } catch (IOException e) {
      throw new WorkFailedException(
          "could not read %s: %s. Delete it to forget what %s runs"
              .formatted(file, Trees.why(e), environment),
          e);
    }
  }

  private void write(String environment, State state) {
    try {
      AtomicFile.write(
          file(environment), JSON.writerWithDefaultPrettyPrinter().writeValueAsString(state));
    } catch (IOException e) {
      throw new WorkFailedException("could not write " + file(environment), e);
    }
  }

  private Path file(String environment) {
    return folder.resolve(environment + ".json");
  }
}
