package io.drover.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.file.Trees;
import io.drover.engine.process.Containers;
import io.drover.engine.run.local.StateFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A folder with a tiny project and a state of its own, and drover at work on it. */
final class Workplace implements AutoCloseable {
  /** The lock of the one that classes share. */
  static final String SHARED = "workplace";

  /** Podman cleans up after a container in a process of its own. */
  private static final Duration SETTLING = Duration.ofSeconds(5);

  private final Path folder;
  private final Path stateHome;
  private final TinyProject project;
  private final DroverCommand drover;
  private final StateFolder state;
  private final Map<String, String> urls = new HashMap<>();
  private final Machine machine;
  private int runs;

  private Workplace(Path folder, Path stateHome, Containers containers) {
    this.folder = folder;
    this.stateHome = stateHome;
    this.project = TinyProject.writeTo(folder.resolve("project"));
    this.drover = new DroverCommand(stateHome);
    this.state = StateFolder.of(TinyProject.NAME, Map.of("XDG_STATE_HOME", stateHome.toString()));
    this.machine = new Machine(containers, state.instance(), stateHome);
  }

  /** A new one. Its path is short, because those of the sockets of gpg-agent may not be long. */
  static Workplace create(Containers containers) {
    try {
      Path folder = Files.createTempDirectory(Path.of("/tmp"), "dr-");
      return new Workplace(folder, Files.createDirectory(folder.resolve("s")), containers);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  TinyProject project() {
    return project;
  }

  DroverCommand drover() {
    return drover;
  }

  Path folder() {
    return folder;
  }

  Path stateHome() {
    return stateHome;
  }

  /** What drover keeps of the project. */
  Path state() {
    return state.root();
  }

  /** What podman has and what runs because of this state. */
  Machine machine() {
    return machine;
  }

  /** The package store, which must run. */
  PackageStore packages() {
    return PackageStore.of(server("aptly").port());
  }

  /** What is noted about a server. */
  ServerNote server(String name) {
    return ServerNote.read(state.servers().resolve(name).resolve("server.json"));
  }

  /** A run after which everything must be as the files say. */
  Outcome settle(String... arguments) {
    Outcome outcome = run(arguments);
    assertThat(outcome.status()).as(outcome.said()).isZero();
    assertThat(outcome.report().with("succeeded"))
        .as(outcome.said())
        .containsExactlyElementsOf(outcome.report().tasks().keySet());
    outcome.report().tasks().forEach(this::remember);
    return outcome;
  }

  private void remember(String task, RunReportFile.Task result) {
    if (task.startsWith("deploy:")) {
      urls.put(task.substring("deploy:".length()), result.outputs().get("web.url"));
    }
  }

  /** What the service of an environment says now, at the address that it last had. */
  String answer(String environment) {
    return Http.get(urls.get(environment) + "/");
  }

  /** The address that the service of an environment last had. */
  String url(String environment) {
    return urls.get(environment);
  }

  /** Nothing of a run may be left but what it deployed and the servers. */
  void assertNothingOfRunsIsLeft() {
    assertNothingOfRunsIsLeft(1);
  }

  /** The same, where that many replicas run in dev. */
  void assertNothingOfRunsIsLeft(int replicas) {
    Pause.until(SETTLING, () -> machine.processesOfRuns().isEmpty());
    assertThat(machine.processesOfRuns()).as("processes").isEmpty();
    assertThat(machine.agents()).as("containers of builds and tests").isEmpty();
    assertThat(machine.imageBuilds()).as("containers of image builds").isEmpty();
    assertThat(machine.replicas("dev")).as("replicas in dev").hasSize(replicas);
    if (ProcessHandle.of(server("aptly").pid()).isPresent()) {
      assertThat(packages().halfPublished()).as("half published").isEmpty();
    }
  }

  /** A whole {@code drover run}. */
  Outcome run(String... arguments) {
    return start(arguments).await();
  }

  /** A {@code drover run} in the background. */
  RunningDrover start(String... arguments) {
    return drover.start(words(arguments));
  }

  /** The words of a {@code drover run} with a report. */
  String[] words(String... arguments) {
    runs++;
    List<String> words = new ArrayList<>(List.of("run", project.folder().toString()));
    words.addAll(List.of("--report", folder.resolve("report-" + runs + ".json").toString()));
    words.addAll(List.of(arguments));
    return words.toArray(String[]::new);
  }

  Outcome down(String... arguments) {
    List<String> words = new ArrayList<>(List.of("down", project.folder().toString()));
    words.addAll(List.of(arguments));
    return drover.run(words.toArray(String[]::new));
  }

  /** Takes down what runs, whatever state the files are in, and deletes it all. */
  @Override
  public void close() {
    if (Files.isDirectory(state.root())) {
      project.restore();
      down("--purge");
    }
    Trees.delete(folder);
  }
}
