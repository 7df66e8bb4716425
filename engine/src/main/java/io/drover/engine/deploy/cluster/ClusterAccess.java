package io.drover.engine.deploy.cluster;

import java.nio.file.Path;
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
}
