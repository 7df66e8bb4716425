package io.drover.cli;

import io.drover.config.model.Configuration;
import io.drover.config.model.Environment;
import io.drover.config.tree.Value.Fields;
import io.drover.engine.agent.kubernetes.AgentSettings;
import io.drover.engine.deploy.cluster.Permissions;
import io.drover.engine.deploy.cluster.ServiceAccess;
import io.drover.engine.kubernetes.ManifestSettings;
import io.drover.engine.kubernetes.Manifests;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code drover rbac}. */
@Command(
    name = "rbac",
    mixinStandardHelpOptions = true,
    description = {
      "Prints the ServiceAccount, Role and RoleBinding that Drover needs to work in an",
      "environment's namespace, and no more. Needs no cluster. Without --environment: for all",
      "environments."
    })
final class RbacCommand implements Callable<Integer> {
  @Mixin private ClusterOptions options;
  @Mixin private SettingsOption settings;

  @Option(
      names = "--service-account",
      paramLabel = "[NAMESPACE/]NAME",
      defaultValue = "drover",
      description = {
        "The name of all three (default: ${DEFAULT-VALUE}). With a namespace: an account that is",
        "there already, so that one can work in several environments."
      })
  private String account;

  @Option(
      names = "--port-forward",
      description = "Also for tests that reach services from outside: run --target kubernetes.")
  private boolean portForward;

  @Option(
      names = "--agents",
      description = "Also for builds and tests in pods: run --agent kubernetes.")
  private boolean agents;

  @Override
  public Integer call() {
    Optional<Configuration> read = options.readOrComplain();
    Optional<Fields> written = settings.fieldsOrComplain(options.err());
    if (read.isEmpty() || written.isEmpty()) {
      return 1;
    }
    List<Environment> environments =
        options.namesEnvironment()
            ? List.of(options.environment(read.get()))
            : read.get().environments();
    for (Environment environment : environments) {
      for (HasMetadata object :
          objects(
              read.get().project(),
              environment,
              ManifestSettings.of(written.get()),
              account,
              portForward)) {
        options.out().print(Serialization.asYaml(object));
      }
    }
    if (agents) {
      String project = read.get().project();
      String namespace = AgentSettings.of(written.get()).namespaceOf(project);
      ServiceAccess.of(project, namespace, account, Permissions.agentRules())
          .forEach(object -> options.out().print(Serialization.asYaml(object)));
    }
    options.out().flush();
    return 0;
  }

  /** What an account needs in one environment. */
  static List<HasMetadata> objects(
      String project,
      Environment environment,
      ManifestSettings manifests,
      String account,
      boolean portForward) {
    List<String> kinds = List.copyOf(Manifests.kinds(project, environment, manifests));
    return ServiceAccess.of(
        project, environment.namespace(), account, Permissions.rules(kinds, portForward));
  }
}
