package io.drover.cli.install;

import io.drover.cli.template.TextTemplate;
import io.drover.cli.template.YamlText;
import io.drover.engine.WorkFailedException;
import io.drover.engine.file.AtomicFile;
import io.drover.engine.file.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A team's kustomize overlay and the base under it, as files by path. */
public final class Overlay {
  /** The base, which all teams share. */
  private static final List<String> BASE =
      List.of(
          "agents/agents.yaml",
          "agents/kustomization.yaml",
          "aptly/aptly.yaml",
          "aptly/kustomization.yaml",
          "httproute/httproute.yaml",
          "httproute/kustomization.yaml",
          "ingress/ingress.yaml",
          "ingress/kustomization.yaml",
          "jenkins/jenkins.yaml",
          "jenkins/kustomization.yaml",
          "jenkins/network.yaml",
          "packages/kustomization.yaml",
          "packages/network.yaml",
          "registry/kustomization.yaml",
          "registry/registry.yaml");

  /** Where aptly's manifests are in the checkout, and where they are here. */
  private static final String APTLY = "../../../../aptly-cache/manifests";

  private final Team team;

  private Overlay(Team team) {
    this.team = team;
  }

  /** The texts of all files. */
  public static Map<String, String> files(Team team) {
    Overlay overlay = new Overlay(team);
    Map<String, String> files = new TreeMap<>();
    for (String file : BASE) {
      String text = TextTemplate.resource(Overlay.class, "base/" + file).text();
      files.put("base/" + file, text.replace(APTLY, "../aptly"));
    }
    String folder = team.name() + "/";
    files.put(
        folder + "kustomization.yaml",
        overlay.filled("kustomization.yaml", Map.of("ENVIRONMENTS", overlay.ofEnvironments())));
    files.put(
        folder + "namespaces.yaml",
        overlay.filled("namespaces.yaml", Map.of("ENVIRONMENTS", overlay.namespaces())));
    if (!team.environments().isEmpty()) {
      files.put(folder + "environments.yaml", team.roles());
      files.put(folder + "board.yaml", overlay.board());
    }
    files.put(
        folder + "jenkins/kustomization.yaml",
        overlay.filled("jenkins/kustomization.yaml", overlay.jenkins()));
    files.put(
        folder + "agents/kustomization.yaml",
        overlay.filled("agents/kustomization.yaml", Map.of()));
    files.put(folder + "agents/jenkins.yaml", overlay.filled("agents/jenkins.yaml", Map.of()));
    files.put(
        folder + "packages/kustomization.yaml",
        overlay.filled("packages/kustomization.yaml", overlay.packages()));
    return files;
  }

  private String filled(String name, Map<String, List<String>> blocks) {
    Map<String, String> values =
        Map.of("TEAM", team.name(), "IMAGES", team.images(), "TAG", team.tag());
    return TextTemplate.resource(Overlay.class, "team/" + name).fill(values, blocks);
  }

  /** kustomize takes no files without objects. */
  private List<String> ofEnvironments() {
    return team.environments().isEmpty()
        ? List.of()
        : List.of(
            "- board.yaml",
            "# drover rbac . --agents --service-account " + Team.account(team.name()),
            "- environments.yaml");
  }

  private List<String> namespaces() {
    return team.environments().stream()
        .flatMap(
            namespace ->
                Stream.of(
                    "---",
                    "apiVersion: v1",
                    "kind: Namespace",
                    "metadata:",
                    "  name: " + namespace,
                    "  labels: {drover/team: %s, pod-security.kubernetes.io/enforce: baseline}"
                        .formatted(team.name())))
        .toList();
  }

  private String board() {
    TextTemplate ofEnvironment = TextTemplate.resource(Overlay.class, "team/board.yaml");
    return team.environments().stream()
        .map(n -> ofEnvironment.fill(Map.of("TEAM", team.name(), "NAMESPACE", n), Map.of()))
        .collect(Collectors.joining("---\n"));
  }

  private Map<String, List<String>> jenkins() {
    List<String> settings =
        team.variables().entrySet().stream()
            .map(entry -> "- " + YamlText.scalar(entry.getKey() + "=" + entry.getValue()))
            .toList();
    List<String> patches =
        team.gateway()
            .map(
                gateway ->
                    patch(
                        "HTTPRoute",
                        "jenkins",
                        "/spec/hostnames",
                        "[%s]".formatted(team.host()),
                        "/spec/parentRefs",
                        "[{namespace: %s, name: %s}]"
                            .formatted(
                                gateway.substring(0, gateway.indexOf('/')),
                                gateway.substring(gateway.indexOf('/') + 1))))
            .orElse(patch("Ingress", "jenkins", "/spec/rules/0/host", team.host()));
    String way = team.gateway().isPresent() ? "httproute" : "ingress";
    List<String> all =
        Stream.concat(patches.stream(), onlyTeam("jenkins", "/spec/ingress/0/from/1").stream())
            .toList();
    return Map.of(
        "RESOURCES",
        List.of("- ../../base/jenkins", "- ../../base/" + way),
        "SETTINGS",
        settings,
        "PATCHES",
        all);
  }

  private Map<String, List<String>> packages() {
    List<String> resources = new ArrayList<>(List.of("- ../../base/packages"));
    List<String> patches = new ArrayList<>(onlyTeam("aptly", "/spec/ingress/1/from/0"));
    if (team.makesRegistry()) {
      resources.add("- ../../base/registry");
      patches.addAll(patch("Ingress", "registry", "/spec/rules/0/host", team.registry()));
    }
    return Map.of("RESOURCES", resources, "PATCHES", patches);
  }

  /** Lets the agents of this team in, where a policy's peer is the agents of all. */
  private List<String> onlyTeam(String policy, String peer) {
    return patch(
        "NetworkPolicy", policy, peer + "/namespaceSelector/matchLabels/drover~1team", team.name());
  }

  /** A patch that sets values, given as path and value in turns. */
  private static List<String> patch(String kind, String name, String... values) {
    List<String> lines = new ArrayList<>();
    lines.add("- target: {kind: %s, name: %s}".formatted(kind, name));
    lines.add("  patch: |");
    for (int i = 0; i < values.length; i += 2) {
      // Of a member that is there already "add" replaces the value.
      lines.add("    - {op: add, path: %s, value: %s}".formatted(values[i], values[i + 1]));
    }
    return lines;
  }

  /**
   * Writes files; those that are there with the same text are left alone.
   *
   * @param folder made where it is missing
   * @param overwrite whether files may be replaced that have another text
   * @return how many were written
   * @throws WorkFailedException if there are such files and they may not be replaced: nothing is
   *     written then; or if one cannot be written
   */
  public static int write(Path folder, Map<String, String> files, boolean overwrite) {
    Map<String, String> written = new TreeMap<>(files);
    written.entrySet().removeIf(file -> file.getValue().equals(text(folder, file.getKey())));
    List<String> others =
        written.keySet().stream().filter(file -> Files.exists(folder.resolve(file))).toList();
    if (!others.isEmpty() && !overwrite) {
      throw new WorkFailedException(
          "in %s these files have another text than would be written: %s. Nothing was written; --overwrite replaces them"
              .formatted(folder, String.join(", ", others)));
    }
    written.forEach((file, text) -> AtomicFile.write(folder.resolve(file), text));
    return written.size();
  }

  private static String text(Path folder, String name) {
    Path file = folder.resolve(name);
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new WorkFailedException("could not read %s: %s".formatted(file, Trees.why(e)), e);
    }
  }
}
