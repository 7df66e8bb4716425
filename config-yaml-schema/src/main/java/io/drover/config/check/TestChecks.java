package io.drover.config.check;

import io.drover.config.problem.Problems;
import io.drover.config.tree.Names;
import io.drover.config.tree.Value.Fields;
import java.util.List;

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
      if (!locust) {
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
