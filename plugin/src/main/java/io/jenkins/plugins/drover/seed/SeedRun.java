package io.jenkins.plugins.drover.seed;

import io.drover.config.model.Configuration;
import io.drover.config.problem.Problem;
import io.drover.config.problem.Severity;
import io.drover.config.reader.ConfigurationReader;
import io.drover.config.reader.ReadResult;
import io.drover.engine.WorkFailedException;
import io.drover.engine.file.CodeKey;
import io.drover.engine.file.ContentKey;
import io.drover.engine.plan.Plan;
import io.drover.seedjobs.change.Change;
import io.drover.seedjobs.change.Change.Kind;
import io.drover.seedjobs.change.Summary;
import io.drover.seedjobs.item.ProjectItems;
import io.drover.seedjobs.item.SeedSettings;
import io.drover.seedjobs.rest.SeedOptions;
import io.drover.seedjobs.rest.Seeder;
import io.drover.seedjobs.xml.ItemXml;
import io.drover.seedjobs.xml.Rendered;
import io.jenkins.plugins.drover.configuration.SeedRepository;
import io.jenkins.plugins.drover.seed.KeptConfiguration.Kept;
import io.jenkins.plugins.drover.seed.SeedOutcome.State;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import jenkins.scm.api.SCMRevision;

/** Brings the jobs up to date once. */
final class SeedRun {
  private static final List<String> CODE =
      Stream.of(ItemXml.class, Plan.class, ConfigurationReader.class).map(CodeKey::of).toList();

  private final SeedRepository repository;
  private final SeedSettings settings;
  private final KeptConfiguration kept;
  private final LastSeeding last;
  private final SeedCause cause;
  private final Instant begin = Instant.now();
  private Optional<CurrentConfiguration> read = Optional.empty();

  SeedRun(
      SeedRepository repository,
      SeedSettings settings,
      KeptConfiguration kept,
      LastSeeding last,
      SeedCause cause) {
    this.repository = repository;
    this.settings = settings;
    this.kept = kept;
    this.last = last;
    this.cause = cause;
  }

  /** The configuration that was read, if it had to be and has no errors. */
  Optional<CurrentConfiguration> read() {
    return read;
  }

  /** Never throws for anything that the repository can hold or do. */
  SeedOutcome run() throws InterruptedException {
    String commit = "";
    try {
      ConfigurationRepository from = new ConfigurationRepository(repository);
      SCMRevision revision = from.newest();
      commit = ConfigurationRepository.commit(revision);
      Kept wanted = new Kept(commit, origin());
      String key = key(wanted);
      if (isKept(wanted)) {
        Optional<LastSeeding.Unchanged> unchanged = last.unchanged(key, LiveItems::listing);
        if (unchanged.isPresent()) {
          return seeded(commit, unchanged.get().problems(), unchanged.get().summary());
        }
      }
      ReadResult result = files(from, revision, wanted);
      if (result.configuration().isEmpty()) {
        return problems(commit, result.problems());
      }
      Configuration configuration = result.configuration().get();
      Rendered.Project project = ItemXml.of(ProjectItems.of(configuration, settings));
      last.forget();
      Summary summary =
          new Seeder(new LiveItems(project), SeedOptions.DEFAULT, (change, done, total) -> {})
              .seed(project);
      read = Optional.of(new CurrentConfiguration(configuration, commit));
      if (summary.isComplete()) {
        last.remember(key, project, result.problems());
      }
      return seeded(commit, result.problems(), summary);
    } catch (WorkFailedException e) {
      return outcome(State.FAILED, commit, e.getMessage(), List.of(), Optional.empty());
    }
  }

  /** What is kept already is not fetched again. */
  private ReadResult files(ConfigurationRepository from, SCMRevision revision, Kept wanted)
      throws InterruptedException {
    Path files = kept.files(wanted.commit());
    if (isKept(wanted)) {
      return ConfigurationReader.read(files);
    }
    Path draft = kept.draft();
    from.copy(revision, draft);
    ReadResult result = ConfigurationReader.read(draft);
    if (result.configuration().isEmpty()) {
      return result;
    }
    kept.keep(wanted);
    // Read where it stays: a configuration knows its folder.
    return ConfigurationReader.read(files);
  }

  private boolean isKept(Kept wanted) {
    return kept.read().filter(wanted::equals).isPresent();
  }

  /** All that items are made of: files, settings, and the code that makes them. */
  private String key(Kept wanted) {
    return ContentKey.of("seeded items 1")
        .with(wanted.commit())
        .with(wanted.origin())
        .with(settings.toString())
        .with(CODE)
        .hex();
  }

  private String origin() {
    return ContentKey.of("seed repository 1")
        .with(repository.getUrl())
        .with(repository.getFolder())
        .hex();
  }

  private SeedOutcome problems(String commit, List<Problem> problems) {
    long errors = problems.stream().filter(p -> p.severity() == Severity.ERROR).count();
    String summary =
        "The files at %s have %d %s; the jobs stay as they were"
            .formatted(shortened(commit), errors, errors == 1 ? "error" : "errors");
    return outcome(State.PROBLEMS, commit, summary, problems, Optional.empty());
  }

  private SeedOutcome seeded(String commit, List<Problem> problems, Summary summary) {
    State state = summary.isComplete() ? State.DONE : State.INCOMPLETE;
    String line = "%s at %s".formatted(summary.line(), shortened(commit));
    return outcome(state, commit, line, problems, Optional.of(summary));
  }

  private SeedOutcome outcome(
      State state, String commit, String line, List<Problem> problems, Optional<Summary> summary) {
    List<Change> refused =
        summary.stream()
            .flatMap(s -> s.changes().stream())
            .filter(change -> change.kind() == Kind.REFUSED)
            .toList();
    return new SeedOutcome(
        begin,
        Duration.between(begin, Instant.now()),
        cause,
        state,
        commit,
        line,
        problems,
        refused,
        summary.map(Summary::renames).orElse(List.of()));
  }

  private static String shortened(String commit) {
    return commit.substring(0, 10);
  }
}
