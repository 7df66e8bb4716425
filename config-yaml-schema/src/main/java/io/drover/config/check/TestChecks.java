package io.drover.config.check;

import io.drover.config.problem.Problems;
import io.drover.config.problem.Wording;
import io.drover.config.tree.Names;
import io.drover.config.tree.RunTime;
import io.drover.config.tree.Value.Fields;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Checks the tests of an environment. */
final class TestChecks {
  private static final List<String> LOCUST_KEYS =
      List.of("locustfile", "host", "users", "spawn_rate", "run_time", "workers", "thresholds");

  private final Problems out;

  TestChecks(Problems out) {
    this.out = out;
  }

  void check(List<Fields> tests) {
    Duplicates.check(tests, "name", "test", Names::normalise, out);
    for (Fields test : tests) {
      Fields repository = test.object("repository");
      SourceChecks.repository(repository, out);
      SourceChecks.dependencies(
          test.objects("dependencies"), "package", SourceChecks.base(test), out);
      VariableChecks.check(test.objects("env"), out);
      branch(test, repository);
      if (test.text("type").filter("gpu"::equals).isPresent()
          && !test.object("resources").has("gpu")) {
        out.error(
            test.keyPlace("type"),
            "missing-key",
            "the test asks for no GPU",
            "add `resources: {gpu: 1}`");
      }
      boolean locust = test.text("type").filter("locust"::equals).isPresent();
      if (locust) {
        load(test);
      } else {
        shell(test);
      }
    }
  }

  private void branch(Fields test, Fields repository) {
    if (test.has("branch") && repository.has("branch")) {
      out.error(
          test.keyPlace("branch"),
          "conflicting-keys",
          "`repository` has a `branch` too",
          "keep one");
    } else if (test.has("branch") && !repository.has("git")) {
      out.error(
          test.keyPlace("branch"),
          "git-missing",
          "`branch` is only for a repository of its own",
          "give its URL as `repository`, or remove `branch`");
    }
  }

  private void load(Fields test) {
    if (test.has("commands")) {
      out.warning(
          test.keyPlace("commands"),
          "ignored-key",
          "`commands` is not for load tests",
          "what they do stands in the locustfile");
    }
    test.scalar("timeout")
        .filter(limit -> !isLonger(RunTime.parse(limit.text()), RunTime.of(test)))
        .ifPresent(
            limit ->
                out.error(
                    limit.place(),
                    "out-of-range",
                    "`timeout`: %s is not more than the run time of %s"
                        .formatted(
                            Wording.quote(limit.text()),
                            Wording.quote(test.text("run_time").orElse(RunTime.DEFAULT))),
                    "give some minutes more"));
  }

  /** What is not written as a time has been found already. */
  private static boolean isLonger(Optional<Duration> limit, Optional<Duration> runTime) {
    return limit.isEmpty() || runTime.isEmpty() || limit.get().compareTo(runTime.get()) > 0;
  }

  private void shell(Fields test) {
    if (test.list("commands").isEmpty() && !test.has("commands")) {
      out.error(test.place(), "missing-key", "`commands` is missing", "a test needs a line to run");
    }
    for (String key : LOCUST_KEYS) {
      if (test.has(key)) {
        out.warning(
            test.keyPlace(key),
            "ignored-key",
            "`" + key + "` is only for load tests",
            "add `type: locust`");
      }
    }
  }
}
