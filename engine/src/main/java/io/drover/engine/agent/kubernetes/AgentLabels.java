package io.drover.engine.agent.kubernetes;

import io.drover.engine.kubernetes.Ownership;
import java.util.Map;
import java.util.TreeMap;

/** The labels that tell whose an agent's objects are. */
final class AgentLabels {
  /** The run that an object belongs to. */
  static final String RUN = "drover.io/run";

  /** What the pod runs. */
  static final String JOB = "drover.io/job";

  /** The pod that a worker helps. */
  static final String WORKER_OF = "drover.io/worker-of";

  private static final String INSTANCE = "drover.io/instance";
  private static final String COMPONENT = "app.kubernetes.io/component";

  private AgentLabels() {}

  /** Those of everything that is there for agents of a project. */
  static Map<String, String> of(String project) {
    Map<String, String> labels = new TreeMap<>();
    labels.put(Ownership.MANAGED_BY, Ownership.MANAGER);
    labels.put(Ownership.PART_OF, project);
    labels.put(COMPONENT, "agent");
    return labels;
  }

  /** Those of the runs of one Drover. */
  static Map<String, String> of(String project, String instance) {
    Map<String, String> labels = of(project);
    labels.put(INSTANCE, instance);
    return labels;
  }

  /** Those of one run. */
  static Map<String, String> of(String project, String instance, String run) {
    Map<String, String> labels = of(project, instance);
    labels.put(RUN, run);
    return labels;
  }
}
