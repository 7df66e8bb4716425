package io.drover.cli;

import io.drover.cli.Table.Cell;
import io.drover.cli.Table.Style;
import io.drover.cli.install.Overlay;
import io.drover.cli.install.Rendering;
import io.drover.cli.install.Team;
import io.drover.cli.install.TeamSecrets;
import io.drover.config.model.Configuration;
import io.drover.config.model.Environment;
import io.drover.engine.deploy.cluster.Applied;
import io.drover.engine.deploy.cluster.Applied.Result;
import io.drover.engine.deploy.cluster.ApplySettings;
import io.drover.engine.deploy.cluster.Cluster;
import io.drover.engine.deploy.cluster.Installation;
import io.drover.engine.deploy.cluster.ObjectDiff;
import io.drover.engine.deploy.cluster.ObjectDiff.Change;
import io.drover.engine.deploy.cluster.Permissions;
import io.drover.engine.deploy.cluster.ServiceAccess;
import io.drover.engine.kubernetes.ManifestSettings;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code drover install}. */
@Command(
    name = "install",
    mixinStandardHelpOptions = true,
    description = {
      "Installs a team's Jenkins, with its package store and the namespaces of its",
      "environments, into a cluster; or writes the kustomize overlay that does.",
      "A second time changes only what is different. Nothing is ever deleted.",
      "Options may stand in a file, one a line: @FILE."
    })
final class InstallCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ConfigurationOption configuration;
  @Mixin private SettingsOption settings;
  @Mixin private AccessOptions access;

  @Option(
      names = "--team",
      required = true,
      paramLabel = "NAME",
      description = "The team: its namespaces are NAME-jenkins, NAME-agents and NAME-packages.")
  private String team;

  @Option(
      names = "--repository",
      required = true,
      paramLabel = "URL",
      description = "The git repository with the three files, as Jenkins reaches it.")
  private String repository;

  @Option(
      names = "--host",
      required = true,
      paramLabel = "HOST",
      description = "Where people reach Jenkins.")
  private String host;

  @Option(
      names = "--registry",
      required = true,
      paramLabel = "HOST[:PORT]",
      description = "The registry that the team's images go to.")
  private String registry;

  @Option(
      names = "--own-registry",
      description = "Makes that registry, behind the cluster's ingress controller.")
  private boolean ownRegistry;

  @Option(
      names = "--images",
      paramLabel = "PREFIX",
      description =
          "Where Drover's own images are: PREFIX/jenkins, PREFIX/jenkins-agent, PREFIX/drover and"
              + " PREFIX/aptly (default: drover in the registry).")
  private String images;

  @Option(
      names = "--tag",
      required = true,
      paramLabel = "TAG",
      description = "The tag of these images.")
  private String tag;

  @Option(
      names = "--gateway",
      paramLabel = "NAMESPACE/NAME",
      description = "The Gateway that leads to Jenkins (default: an Ingress does).")
  private String gateway;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "One more variable of Jenkins, such as OIDC_ISSUER. Repeatable.")
  private Map<String, String> variables = new LinkedHashMap<>();

  @Option(
      names = "--secrets",
      paramLabel = "DIR",
      description =
          "The folder with the secrets, one a file, named after Jenkins' variables, such as"
              + " JENKINS_ADMIN_PASSWORD; key.asc signs packages (default: the Secrets are made"
              + " otherwise).")
  private Path secrets;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Writes DIR/base and DIR/NAME for \"kubectl apply -k\", and applies nothing.")
  private Path out;

  @Option(names = "--overwrite", description = "With --out: replaces files that have another text.")
  private boolean overwrite;

  @Option(names = "--dry-run", description = "Shows what would change, and changes nothing.")
  private boolean dryRun;

  @Option(
      names = "--adopt",
      description = "Takes namespaces that are there already and have no team.")
  private boolean adopt;

  @Option(
      names = "--force-conflicts",
      description = "Takes over fields that somebody else has set.")
  private boolean forceConflicts;

  @Override
  public Integer call() throws Exception {
    if (out != null && (secrets != null || dryRun || adopt || forceConflicts)) {
      throw new ParameterException(
          spec.commandLine(),
          "--out only writes files: --secrets, --dry-run, --adopt and --force-conflicts are for installing");
    }
    if (out == null && overwrite) {
      throw new ParameterException(spec.commandLine(), "--overwrite is for --out");
    }
    Optional<Configuration> read = configuration.readOrComplain(err());
    Optional<ManifestSettings> manifests = settings.readOrComplain(err());
    if (read.isEmpty() || manifests.isEmpty()) {
      return 1;
    }
    Team filled = team(read.get(), manifests.get());
    return out == null ? install(filled) : write(filled);
  }

  private Team team(Configuration read, ManifestSettings manifests) {
    List<Environment> here = new ArrayList<>();
    for (Environment environment : read.environments()) {
      if (environment.cluster().isEmpty()) {
        here.add(environment);
      } else {
        err()
            .println(
                "drover: %s is in cluster %s: its namespace and rights are not among these; \"drover rbac -e %s\" prints them"
                    .formatted(
                        environment.name(), environment.cluster().get(), environment.name()));
      }
    }
    List<HasMetadata> roles = new ArrayList<>();
    here.forEach(
        environment ->
            roles.addAll(
                RbacCommand.objects(
                    read.project(), environment, manifests, Team.account(team), false)));
    // Master and workers of a load test are pods that Drover itself makes.
    if (here.stream().flatMap(e -> e.tests().stream()).anyMatch(t -> t.locust().isPresent())) {
      roles.addAll(
          ServiceAccess.of(
              read.project(),
              Team.agentsNamespace(team),
              Team.account(team),
              Permissions.agentRules()));
    }
    return new Team(
        team,
        repository,
        host,
        registry,
        ownRegistry,
        images == null ? registry + "/drover" : images,
        tag,
        Optional.ofNullable(gateway),
        variables,
        here.stream().map(Environment::namespace).toList(),
        roles.stream().map(Serialization::asYaml).collect(Collectors.joining()));
  }

  private int write(Team filled) {
    int written = Overlay.write(out, Overlay.files(filled), overwrite);
    out().println(written == 0 ? "Nothing to write." : "%d files written.".formatted(written));
    out()
        .println(
            "Next, once its Secrets are there or after it: kubectl apply -k " + out.resolve(team));
    out().flush();
    return 0;
  }

  private int install(Team filled) throws Exception {
    List<HasMetadata> objects = new ArrayList<>();
    if (secrets != null) {
      objects.addAll(TeamSecrets.read(filled, secrets));
    }
    objects.addAll(Rendering.of(filled));
    try (Cluster cluster = Cluster.connect(access.access(), line -> err().println(line))) {
      Installation installation =
          new Installation(cluster, team, new ApplySettings(forceConflicts, adopt));
      return Interruption.awaiting(
          () ->
              dryRun
                  ? printDiff(installation.diff(objects))
                  : print(filled, installation.apply(objects)));
    }
  }

  private int printDiff(List<ObjectDiff> diffs) {
    out().print(DiffView.text(diffs, TerminalMode.hasColours()));
    out().flush();
    return diffs.stream().anyMatch(diff -> diff.change() == Change.REFUSED) ? 1 : 0;
  }

  private int print(Team filled, List<Applied> results) {
    Table table = new Table("NAMESPACE", "OBJECT", "");
    for (Applied applied : results) {
      if (applied.result() != Result.UNCHANGED) {
        String namespace = applied.desired().getMetadata().getNamespace();
        table.add(
            Cell.of(namespace == null ? "" : namespace),
            Cell.of(applied.name()),
            new Cell(word(applied.result()), style(applied.result())));
        applied.reason().ifPresent(table::below);
      }
    }
    boolean failed = count(results, Result.FAILED) > 0;
    if (count(results, Result.UNCHANGED) < results.size()) {
      out().print(table.text(TerminalMode.hasColours(), TerminalMode.columns()));
    }
    out()
        .println(
            Arrays.stream(Result.values())
                .filter(result -> count(results, result) > 0)
                .map(result -> count(results, result) + " " + word(result))
                .collect(Collectors.joining(", ")));
    if (!failed) {
      out().println(next(filled, results));
    }
    out().flush();
    return failed ? 1 : 0;
  }

  private String next(Team filled, List<Applied> results) {
    if (secrets == null) {
      return "Its pods start as soon as their Secrets are there; --secrets makes them.";
    }
    boolean alone =
        results.stream()
            .filter(Applied::changed)
            .allMatch(applied -> applied.desired().getKind().equals("Secret"));
    return alone && results.stream().anyMatch(Applied::changed)
        ? "A Jenkins that runs takes its Secret at its next start: kubectl -n %s rollout restart deployment/jenkins"
            .formatted(filled.jenkinsNamespace())
        : "Jenkins of team %s: https://%s/".formatted(team, host);
  }

  private static long count(List<Applied> results, Result result) {
    return results.stream().filter(applied -> applied.result() == result).count();
  }

  private static String word(Result result) {
    return result.name().toLowerCase(Locale.ROOT);
  }

  private static Style style(Result result) {
    return result == Result.FAILED ? Style.BAD : Style.GOOD;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
