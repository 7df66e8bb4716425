package io.drover.engine.deploy.cluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Which cluster, and as whom.
 *
 * @param kubeconfig the file that the user named; without it, as {@code kubectl} does: the files of
 *     {@code KUBECONFIG}, {@code ~/.kube/config}, the service account of the pod this runs in
 * @param context the context of the kubeconfig; without it, its current one
 */
public record ClusterAccess(Optional<Path> kubeconfig, Optional<String> context) {
  /** What {@code kubectl} without options would use. */
  public static final ClusterAccess DEFAULT = new ClusterAccess(Optional.empty(), Optional.empty());

  private static final Path ACCOUNT =
      Path.of("/var/run/secrets/kubernetes.io/serviceaccount/token");

  /**
   * Whether anything says how a cluster is reached.
   *
   * @param environment variables of the process
   */
  public boolean isKnown(Map<String, String> environment) {
    Path usual = Path.of(environment.getOrDefault("HOME", "/root"), ".kube/config");
    return kubeconfig.isPresent()
        || context.isPresent()
        || !environment.getOrDefault("KUBECONFIG", "").isBlank()
        || Files.exists(usual)
        || Files.exists(ACCOUNT);
  }
}
