package io.drover.config.model;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A namespace with its services and tests.
 *
 * @param name DNS label, normalised
 * @param namespace Kubernetes namespace
 * @param nextEnvironment where a release goes after its tests pass; resolved: when no environment
 *     of the file names one, the next in the file
 * @param cluster name of the cluster; empty for the current one
 * @param deployment how services are deployed
 * @param services what runs in it
 * @param tests what is run against it
 * @param notifications kind to target
 * @param gists Kubernetes objects made of files
 * @param gistsSource repository of these files
 * @param previews environments that are made for branches from this one
 * @param quota Kubernetes quantities by resource, the limits of the namespace
 * @param resources what runs beside the services and is no application of ours
 */
public record Environment(
    String name,
    String namespace,
    Optional<String> nextEnvironment,
    Optional<String> cluster,
    Deployment deployment,
    List<Service> services,
    List<EnvironmentTest> tests,
    Map<String, String> notifications,
    List<Gist> gists,
    Source gistsSource,
    Optional<Previews> previews,
    Map<String, String> quota,
    List<ManagedResource> resources) {

  public Environment {
    services = List.copyOf(services);
    tests = List.copyOf(tests);
    notifications = Ordered.copyOf(notifications);
    gists = List.copyOf(gists);
    quota = Ordered.copyOf(quota);
    resources = List.copyOf(resources);
  }

  /** The test of that name. */
  public Optional<EnvironmentTest> test(String test) {
    return tests.stream().filter(t -> t.name().equals(test)).findFirst();
  }

  /** The same with other services. */
  public Environment with(List<Service> others) {
    return new Environment(
        name,
        namespace,
        nextEnvironment,
        cluster,
        deployment,
        others,
        tests,
        notifications,
        gists,
        gistsSource,
        previews,
        quota,
        resources);
  }

  /**
   * Environments for branches.
   *
   * @param branches glob of the branches that get one
   * @param ttl how long one lives after its last deployment; empty: until its branch is gone
   * @param limit how many there are at most at once, at least 1; empty: any number
   */
  public record Previews(String branches, Optional<Duration> ttl, Optional<Integer> limit) {}
}
