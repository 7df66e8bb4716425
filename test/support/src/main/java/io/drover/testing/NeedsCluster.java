package io.drover.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Tests that talk to the Kubernetes cluster of {@code DROVER_TEST_KUBECONFIG}, else {@code
 * KUBECONFIG} ({@code test/cluster/up} makes one). Constructors and methods may take a {@link
 * TestCluster}. Without such a cluster the tests are skipped, and a line on standard error says so.
 *
 * <p>On a class it holds for all its tests, on a method for that one; a method can ask for pods in
 * a class that does not.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Tag("real")
@ExtendWith(ClusterExtension.class)
@ResourceLock(value = NeedsCluster.API_SERVER, mode = ResourceAccessMode.READ)
public @interface NeedsCluster {
  /** The lock that a class holds alone while it stops the API server. */
  String API_SERVER = "API server";

  /** Whether pods must run: a node is ready. Without it, an API server alone is enough. */
  boolean pods() default false;

  /**
   * Whether images must be brought into the cluster: {@code DROVER_TEST_REGISTRY} names a registry.
   */
  boolean registry() default false;
}
