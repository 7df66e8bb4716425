package io.drover.cli;

import io.drover.engine.deploy.cluster.ClusterAccess;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How a cluster is reached. */
final class AccessOptions {
  @Option(
      names = "--context",
      paramLabel = "NAME",
      description =
          "The context of the kubeconfig (default: the environment's `cluster`, else the current"
              + " one).")
  private String context;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "The kubeconfig (default: as kubectl finds it).")
  private Path kubeconfig;

  /** As the options say. */
  ClusterAccess access() {
    return new ClusterAccess(Optional.ofNullable(kubeconfig), Optional.ofNullable(context));
  }

  /** The options as they were typed, each with a blank in front. */
  String typed() {
    return (context == null ? "" : " --context " + context)
        + (kubeconfig == null ? "" : " --kubeconfig " + kubeconfig);
  }
}
