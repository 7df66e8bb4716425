package io.jenkins.plugins.drover.step;

import hudson.model.Item;
import io.drover.config.model.Configuration;
import io.drover.config.model.Environment;
import io.drover.config.model.Source;
import io.drover.engine.plan.Task;
import io.drover.engine.run.TaskNeeds;
import io.jenkins.plugins.drover.configuration.AgentDefaults;
import io.jenkins.plugins.drover.configuration.AptlySettings;
import io.jenkins.plugins.drover.configuration.ClusterSettings;
import io.jenkins.plugins.drover.configuration.DroverConfiguration;
import io.jenkins.plugins.drover.configuration.RegistrySettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The settings of this Jenkins as the {@code drover} command takes them. */
final class TaskEnvironment {
  private final DroverConfiguration settings;

  TaskEnvironment(DroverConfiguration settings) {
    this.settings = settings;
  }

  /** Variables without secrets. */
  Map<String, String> variables() {
    Map<String, String> variables = new TreeMap<>();
    AgentDefaults agents = settings.getAgents();
    if (agents != null) {
      put(variables, "DROVER_IMAGE", agents.getImage());
      put(variables, "DROVER_JENKINS_IMAGE", agents.getJenkinsImage());
      put(variables, "DROVER_SERVICE_ACCOUNT", agents.getServiceAccount());
      put(variables, "DROVER_POD_SECRETS", agents.getSecrets());
      put(variables, "DROVER_JENKINS_CLOUD", agents.getCloud());
    }
    RegistrySettings registry = settings.getRegistry();
    if (registry != null) {
      put(variables, "DROVER_REGISTRY", registry.getAddress());
    }
    AptlySettings aptly = settings.getAptly();
    if (aptly != null) {
      put(variables, "DROVER_APTLY_URL", aptly.getUrl());
      put(variables, "DROVER_PACKAGES_URL", aptly.getPackagesUrl());
      put(variables, "DROVER_PACKAGES_KEY", aptly.getPublicKey());
    }
    HostKeys.known().ifPresent(keys -> put(variables, "DROVER_KNOWN_HOSTS", keys.strip()));
    return variables;
  }

  private static void put(Map<String, String> variables, String name, String value) {
    if (value != null && !value.isEmpty()) {
      variables.put(name, value);
    }
  }

  /**
   * The logins that a task needs where the {@code drover} command runs: ids of credentials.
   *
   * @param agent whether only the task's agent is made
   * @param origin the repository of the three files, which each of these steps reads
   * @param job the task's job: credentials of its folders count
   */
  List<Map<String, Object>> logins(
      Task task, boolean agent, Configuration configuration, Source origin, Item job) {
    TaskNeeds needs =
        agent ? TaskNeeds.toMakeTheAgent(task, configuration) : TaskNeeds.toDo(task, configuration);
    List<Map<String, Object>> logins = new ArrayList<>();
    Stream.concat(Stream.of(origin), needs.repositories().stream())
        .flatMap(source -> source.credentials().stream())
        .distinct()
        .forEach(id -> logins.add(GitLogin.of(id, job).binding()));
    RegistrySettings registry = settings.getRegistry();
    if (needs.registry() && registry != null && registry.getCredentialsId() != null) {
      logins.add(file(registry.getCredentialsId(), "REGISTRY_AUTH_FILE"));
    }
    AptlySettings aptly = settings.getAptly();
    if (needs.packages() && aptly != null && aptly.getCredentialsId() != null) {
      Map<String, Object> login = new LinkedHashMap<>();
      login.put("id", aptly.getCredentialsId());
      login.put("kind", "usernamePassword");
      login.put("usernameVariable", "DROVER_APTLY_USER");
      login.put("passwordVariable", "DROVER_APTLY_PASSWORD");
      logins.add(login);
    }
    if (!agent) {
      cluster(task, configuration).ifPresent(login -> logins.add(login));
    }
    return logins;
  }

  private Optional<Map<String, Object>> cluster(Task task, Configuration configuration) {
    return configuration
        .environment(task.subject())
        .filter(environment -> task.kind().isOfEnvironment())
        .flatMap(this::kubeconfig)
        .map(id -> file(id, "KUBECONFIG"));
  }

  private Optional<String> kubeconfig(Environment environment) {
    return settings.getClusters().stream()
        .filter(cluster -> cluster.getName().equals(environment.cluster().orElse("")))
        .map(ClusterSettings::getCredentialsId)
        .filter(id -> id != null)
        .findFirst();
  }

  private static Map<String, Object> file(String id, String variable) {
    Map<String, Object> file = new LinkedHashMap<>();
    file.put("id", id);
    file.put("kind", "file");
    file.put("variable", variable);
    return file;
  }
}
