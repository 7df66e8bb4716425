package io.drover.config.bind;

import io.drover.config.model.AgentSpec;
import io.drover.config.model.EnvironmentTest;
import io.drover.config.model.EnvironmentTest.Locust;
import io.drover.config.model.EnvironmentTest.Placement;
import io.drover.config.model.EnvironmentTest.Type;
import io.drover.config.tree.Names;
import io.drover.config.tree.RunTime;
import io.drover.config.tree.Value.Fields;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Binds a test of an environment. */
final class TestBinder {
  private static final Duration AROUND_THE_RUN = Duration.ofMinutes(15);

  private TestBinder() {}

  static EnvironmentTest bind(Fields test) {
    Type type = Bindings.constant(Type.class, test.text("type"), Type.SHELL);
    return new EnvironmentTest(
        Names.normalise(test.text("name").orElseThrow()),
        type,
        Bindings.source(test.object("repository"), test.text("branch")),
        Bindings.texts(test, "commands", "shell"),
        type == Type.LOCUST ? locustAgent(test) : Bindings.agent(test),
        Bindings.variables(test),
        Bindings.reports(test),
        Bindings.integer(test, "retries", 0),
        type == Type.LOCUST ? Optional.of(locust(test)) : Optional.empty(),
        placement(test));
  }

  /** Time for the whole run, where the file says nothing else. */
  private static AgentSpec locustAgent(Fields test) {
    AgentSpec agent = Bindings.agent(test);
    Duration least = RunTime.of(test).orElseThrow().plus(AROUND_THE_RUN);
    boolean enough = test.has("timeout") || agent.timeout().compareTo(least) >= 0;
    return enough
        ? agent
        : new AgentSpec(agent.base(), agent.dependencies(), agent.resources(), least);
  }

  private static Locust locust(Fields test) {
    Map<String, Double> thresholds = new LinkedHashMap<>();
    Bindings.map(test.object("thresholds"))
        .forEach((name, limit) -> thresholds.put(name, limit(limit)));
    return new Locust(
        test.text("locustfile").orElse("locustfile.py"),
        test.text("host"),
        Bindings.integer(test, "users", 10),
        test.text("spawn_rate").map(Double::valueOf).orElse(1.0),
        test.text("run_time").orElse(RunTime.DEFAULT),
        Bindings.integer(test, "workers", 1),
        thresholds);
  }

  private static double limit(String written) {
    return written.endsWith("%")
        ? Double.parseDouble(written.substring(0, written.length() - 1)) / 100
        : Double.parseDouble(written);
  }

  private static Placement placement(Fields test) {
    return new Placement(
        Bindings.map(test.object("node_selector")),
        test.objects("tolerations").stream().map(Bindings::map).toList(),
        test.text("runtime_class"));
  }
}
