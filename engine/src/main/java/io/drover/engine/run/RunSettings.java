package io.drover.engine.run;

import io.drover.config.tree.Value.Fields;
import io.drover.engine.agent.kubernetes.AgentSettings;
import io.drover.engine.deploy.cluster.ClusterAccess;
import io.drover.engine.deploy.cluster.DeploySettings;
import io.drover.engine.kubernetes.ManifestSettings;
import java.util.Optional;
import java.util.Set;

/**
 * How a run goes.
 *
 * @param upTo the last environment; empty: all of them
 * @param target where services run
 * @param agent where components are built and tests run; empty: podman, where it works, else
 *     processes
 * @param mayInstallTools whether Drover may install the programs that it needs itself
 * @param mayInstallDependencies whether process agents may install build dependencies
 * @param skipTests why tests are left out; empty: they are run
 * @param approved environments that a person lets this run's release into
 * @param parallel tasks at once, at least 1
 * @param registry {@code host:port} of the registry for images; empty: the project's own on this
 *     machine
 * @param buildkit address of the daemon for images with {@code builder: buildkit}
 * @param kubernetes the clusters and how they are used; only for target or agents Kubernetes
 */
public record RunSettings(
    Optional<String> upTo,
    Target target,
    Optional<AgentKind> agent,
    boolean mayInstallTools,
    boolean mayInstallDependencies,
    Optional<String> skipTests,
    Set<String> approved,
    int parallel,
    Optional<String> registry,
    Optional<String> buildkit,
    KubernetesSettings kubernetes) {

  public RunSettings {
    approved = Set.copyOf(approved);
  }

  /** These settings for a run of the whole plan, see the parameters of the same names. */
  public RunSettings with(
      Optional<String> last,
      Optional<String> why,
      Set<String> approvedNow,
      Optional<String> daemon) {
    return new RunSettings(
        last,
        target,
        agent,
        mayInstallTools,
        mayInstallDependencies,
        why,
        approvedNow,
        parallel,
        registry,
        daemon,
        kubernetes);
  }

  /**
   * How services and agents get into clusters.
   *
   * @param access the cluster
   * @param deployment how it is deployed to
   * @param agents what pods of builds and tests are like
   */
  public record KubernetesSettings(
      ClusterAccess access, DeploySettings deployment, AgentSettings agents) {
    /** The cluster that {@code kubectl} would use. */
    public static final KubernetesSettings DEFAULT =
        new KubernetesSettings(
            ClusterAccess.DEFAULT, DeploySettings.DEFAULT, AgentSettings.DEFAULT);

    /**
     * What the people of a cluster decided.
     *
     * @param written their file
     */
    public static KubernetesSettings of(ClusterAccess access, Fields written) {
      return new KubernetesSettings(
          access,
          DeploySettings.DEFAULT.with(ManifestSettings.of(written)),
          AgentSettings.of(written));
    }
  }

  /** Where services run. */
  public enum Target {
    PODMAN,
    KUBERNETES,
    NONE
  }

  /** Where components are built and tests run. */
  public enum AgentKind {
    PODMAN,
    PROCESS,
    KUBERNETES
  }

  /** Whether nothing at all can be done as asked where podman does not work. */
  boolean needsPodman() {
    return target == Target.PODMAN || agent.filter(AgentKind.PODMAN::equals).isPresent();
  }

  /** Whether builds and tests run in pods of a cluster. */
  boolean hasAgentPods() {
    return agent.filter(AgentKind.KUBERNETES::equals).isPresent();
  }

  /** Whether podman is used where it works. */
  boolean usesPodman() {
    return needsPodman() || agent.isEmpty();
  }
}
