package io.drover.cli.install;

import io.drover.engine.WorkFailedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * All that is a team's own in its manifests.
 *
 * @param name the beginning of its namespaces' names
 * @param repository git repository with the three files
 * @param host where people reach Jenkins, without scheme
 * @param registry {@code HOST} or {@code HOST:PORT}
 * @param makesRegistry whether the registry is made beside the package store
 * @param images what the names of Drover's images begin with, without a slash at the end
 * @param tag tag of all of them
 * @param gateway {@code NAMESPACE/NAME} of the Gateway that leads to Jenkins; an Ingress otherwise
 * @param settings further variables of Jenkins; they win over those made of the others
 * @param environments namespaces of the environments
 * @param roles what the account of deployments may do in them, as YAML
 */
public record Team(
    String name,
    String repository,
    String host,
    String registry,
    boolean makesRegistry,
    String images,
    String tag,
    Optional<String> gateway,
    Map<String, String> settings,
    List<String> environments,
    String roles) {
  /** Variables of Jenkins that are passwords, keys, or as long; they go into its Secret. */
  public static final Set<String> SECRETS =
      Set.of(
          "DROVER_APTLY_PASSWORD",
          "DROVER_APTLY_USER",
          "DROVER_CLUSTER_CA",
          "DROVER_CLUSTER_TOKEN",
          "DROVER_KUBECONFIG",
          "DROVER_PACKAGES_KEY",
          "DROVER_REGISTRY_AUTH",
          "GIT_KNOWN_HOSTS",
          "GIT_PASSWORD",
          "GIT_PRIVATE_KEY",
          "GIT_USERNAME",
          "JENKINS_ADMIN_PASSWORD",
          "JENKINS_ADMIN_USER",
          "OIDC_CLIENT_SECRET");

  /** Without the longest end of a namespace's name, which has 63 characters at most. */
  private static final Pattern NAME = Pattern.compile("[a-z]([-a-z0-9]{0,52}[a-z0-9])?");

  private static final Pattern HOST =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
  private static final Pattern REGISTRY = Pattern.compile(HOST.pattern() + "(:[0-9]{1,5})?");
  private static final Pattern IMAGES = Pattern.compile(REGISTRY.pattern() + "(/[-a-z0-9._]+)*");
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][-A-Za-z0-9_.]{0,127}");
  private static final Pattern GATEWAY =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?/[a-z0-9]([-.a-z0-9]*[a-z0-9])?");
  private static final Pattern VARIABLE = Pattern.compile("[A-Z][A-Z0-9_]*");

  /**
   * A team.
   *
   * @throws WorkFailedException if something of it cannot be, all of that at once
   */
  public Team {
    settings = new LinkedHashMap<>(settings);
    environments = List.copyOf(environments);
    List<String> wrong = new ArrayList<>();
    check(NAME, name, "--team is 1 to 54 of a-z, 0-9 and hyphens, after a letter", wrong);
    check(HOST, host, "--host is a host's name, without https://", wrong);
    check(REGISTRY, registry, "--registry is HOST or HOST:PORT, without https://", wrong);
    check(IMAGES, images, "--images is HOST[:PORT]/PATH, without https://", wrong);
    check(TAG, tag, "--tag is a tag of images", wrong);
    if (makesRegistry && registry.contains(":")) {
      wrong.add(
          "--own-registry stands behind the Ingress: --registry is a host without a port then");
    }
    if (makesRegistry && images.startsWith(registry + "/")) {
      wrong.add("--own-registry begins empty: name --images of another registry");
    }
    gateway.ifPresent(g -> check(GATEWAY, g, "--gateway is NAMESPACE/NAME", wrong));
    checkRepository(repository, wrong);
    settings.forEach((variable, value) -> checkSetting(variable, value, wrong));
    checkEnvironments(name, environments, wrong);
    if (!wrong.isEmpty()) {
      throw new WorkFailedException(String.join("\ndrover: ", wrong));
    }
  }

  private static void check(Pattern pattern, String value, String rule, List<String> wrong) {
    if (!pattern.matcher(value).matches()) {
      wrong.add("%s (given: \"%s\")".formatted(rule, value));
    }
  }

  private static void checkRepository(String repository, List<String> wrong) {
    if (repository.matches("[a-z]+://[^/@]*:[^/]*@.*")) {
      wrong.add(
          "--repository has a password in it: put GIT_USERNAME and GIT_PASSWORD to --secrets");
    } else if (!repository.matches("(https?://\\S+|ssh://\\S+|[^\\s/@]+@[^\\s:]+:\\S+)")) {
      wrong.add(
          "--repository is https://HOST/PATH, ssh://USER@HOST/PATH or USER@HOST:PATH (given: \"%s\")"
              .formatted(repository));
    }
  }

  private static void checkSetting(String variable, String value, List<String> wrong) {
    if (!VARIABLE.matcher(variable).matches() || value.contains("\n")) {
      wrong.add("--set %s: a variable has the form NAME=VALUE, in one line".formatted(variable));
    } else if (SECRETS.contains(variable)) {
      wrong.add("--set %s: it goes into a file of --secrets".formatted(variable));
    }
  }

  /** An environment among the team's own namespaces would give its deployments what is in them. */
  private static void checkEnvironments(
      String name, List<String> environments, List<String> wrong) {
    Set<String> taken = new TreeSet<>(environments);
    taken.retainAll(own(name));
    taken.forEach(
        namespace ->
            wrong.add(
                "namespace %s holds what environments must not see: give its environment another one"
                    .formatted(namespace)));
  }

  private static List<String> own(String name) {
    return List.of(name + "-jenkins", name + "-agents", name + "-packages");
  }

  /** The namespace of Jenkins. */
  public String jenkinsNamespace() {
    return name + "-jenkins";
  }

  /** The namespace of aptly, and of the registry if that is made. */
  public String packagesNamespace() {
    return name + "-packages";
  }

  /** The account that deploys, as {@code NAMESPACE/NAME}. */
  public static String account(String team) {
    return agentsNamespace(team) + "/drover";
  }

  /** The namespace of agents' pods. */
  public static String agentsNamespace(String team) {
    return team + "-agents";
  }

  /** Jenkins' variables that are no secrets, in the order of their meaning. */
  Map<String, String> variables() {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("SEED_JOBS_REPO", repository);
    variables.put("JENKINS_URL", "https://%s/".formatted(host));
    variables.put("JENKINS_AGENT_URL", "http://jenkins.%s/".formatted(jenkinsNamespace()));
    variables.put("DROVER_REGISTRY", registry);
    variables.put("DROVER_APTLY_URL", "http://aptly.%s:8081/api".formatted(packagesNamespace()));
    variables.put("DROVER_PACKAGES_URL", "http://aptly.%s".formatted(packagesNamespace()));
    variables.put("DROVER_IMAGE", "%s/drover:%s".formatted(images, tag));
    variables.put("DROVER_JENKINS_IMAGE", "%s/jenkins-agent:%s".formatted(images, tag));
    variables.put("DROVER_AGENT_NAMESPACE", agentsNamespace(name));
    variables.put("DROVER_SERVICE_ACCOUNT", "drover");
    variables.putAll(settings);
    return variables;
  }
}
