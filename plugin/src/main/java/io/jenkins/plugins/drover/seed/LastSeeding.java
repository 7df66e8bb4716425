package io.jenkins.plugins.drover.seed;

import io.drover.config.problem.Problem;
import io.drover.engine.WorkFailedException;
import io.drover.engine.file.AtomicFile;
import io.drover.engine.file.Trees;
import io.drover.seedjobs.change.Change;
import io.drover.seedjobs.change.Change.Kind;
import io.drover.seedjobs.change.Summary;
import io.drover.seedjobs.rest.ItemPath;
import io.drover.seedjobs.rest.Listing;
import io.drover.seedjobs.xml.Marker;
import io.drover.seedjobs.xml.Rendered;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which items the files led to that were seeded last. As long as these files, the settings and this
 * plugin are the same, it is enough to compare the items that are there with what stands here: the
 * files need neither be read nor rendered.
 */
final class LastSeeding {
  private static final String FOLDER = "folder";
  private static final String JOB = "job";
  private static final String VIEW = "view";

  private final Path file;
  private Optional<Seeded> last = Optional.empty();

  /** What an item's description must end with, by the item's name. */
  private record Seeded(
      String key,
      String folder,
      Marker marker,
      Map<String, Marker> jobs,
      Map<String, Marker> views,
      List<Problem> problems) {}

  /** What came of it. */
  record Unchanged(Summary summary, List<Problem> problems) {}

  /** Where items are listed. */
  interface Items {
    Optional<Listing> list(ItemPath folder) throws InterruptedException;
  }

  /**
   * What was seeded last.
   *
   * @param file where it is kept for the next start of Jenkins
   */
  LastSeeding(Path file) {
    this.file = file;
  }

  /**
   * Whether all items are there as they were seeded last, and none beside them.
   *
   * @param key tells files, settings and plugin apart
   * @return what seeding would come to; empty if it has to be done
   */
  synchronized Optional<Unchanged> unchanged(String key, Items items) throws InterruptedException {
    if (last.isEmpty()) {
      last = read();
    }
    if (last.filter(seeded -> seeded.key().equals(key)).isEmpty()) {
      return Optional.empty();
    }
    Seeded seeded = last.get();
    ItemPath folder = ItemPath.folder(seeded.folder());
    Optional<Listing> there = items.list(folder);
    boolean same =
        there.isPresent()
            && Marker.find(there.get().description()).equals(Optional.of(seeded.marker()))
            && seeded.jobs().equals(ours(there.get().jobs()))
            && seeded.views().equals(ours(there.get().views()));
    return same
        ? Optional.of(new Unchanged(summary(seeded, folder), seeded.problems()))
        : Optional.empty();
  }

  private static Map<String, Marker> ours(Map<String, String> descriptions) {
    Map<String, Marker> ours = new HashMap<>();
    descriptions.forEach((name, text) -> Marker.find(text).ifPresent(m -> ours.put(name, m)));
    return ours;
  }

  private static Summary summary(Seeded seeded, ItemPath folder) {
    List<Change> changes = new ArrayList<>();
    changes.add(Change.of(Kind.UNCHANGED, folder.words()));
    for (String view : seeded.views().keySet()) {
      changes.add(Change.of(Kind.UNCHANGED, ItemPath.view(folder, view).words()));
    }
    for (String job : seeded.jobs().keySet()) {
      changes.add(Change.of(Kind.UNCHANGED, ItemPath.job(folder, job).words()));
    }
    return new Summary(changes, List.of());
  }

  /**
   * Remembers what was seeded. Across a start of Jenkins only where there is nothing to be said of
   * the files: then they have to be read again for it.
   */
  synchronized void remember(String key, Rendered.Project project, List<Problem> problems) {
    Seeded seeded =
        new Seeded(
            key,
            project.folder().name(),
            project.folder().marker(),
            markers(project.jobs()),
            markers(project.views()),
            List.copyOf(problems));
    last = Optional.of(seeded);
    if (problems.isEmpty()) {
      write(seeded);
    } else {
      Trees.delete(file);
    }
  }

  /** Forgets it: something is not as it was seeded. */
  synchronized void forget() {
    last = Optional.empty();
    Trees.delete(file);
  }

  private static Map<String, Marker> markers(List<Rendered> items) {
    Map<String, Marker> markers = new HashMap<>();
    items.forEach(item -> markers.put(item.name(), item.marker()));
    return markers;
  }

  private void write(Seeded seeded) {
    StringBuilder text = new StringBuilder(seeded.key()).append('\n');
    line(text, FOLDER, seeded.folder(), seeded.marker());
    seeded.jobs().forEach((name, marker) -> line(text, JOB, name, marker));
    seeded.views().forEach((name, marker) -> line(text, VIEW, name, marker));
    AtomicFile.write(file, text.toString());
  }

  private static void line(StringBuilder text, String sort, String name, Marker marker) {
    text.append(sort).append(' ').append(marker.content()).append(' ');
    text.append(marker.likeness()).append(' ').append(name).append('\n');
  }

  /** A file that was damaged is one that is not there. */
  private Optional<Seeded> read() {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Map<String, Map<String, Marker>> sorts = new HashMap<>();
    try {
      List<String> lines = Files.readAllLines(file);
      for (String line : lines.subList(1, lines.size())) {
        String[] words = line.split(" ", 4);
        sorts
            .computeIfAbsent(words[0], sort -> new HashMap<>())
            .put(words[3], new Marker(words[1], words[2]));
      }
      return sorts.getOrDefault(FOLDER, Map.of()).entrySet().stream()
          .findFirst()
          .map(
              folder ->
                  new Seeded(
                      lines.get(0),
                      folder.getKey(),
                      folder.getValue(),
                      sorts.getOrDefault(JOB, Map.of()),
                      sorts.getOrDefault(VIEW, Map.of()),
                      List.of()));
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new WorkFailedException("could not read %s: %s".formatted(file, Trees.why(e)), e);
    }
  }
}
