package io.drover.cli;

import io.drover.aptly.Cleaned;
import io.drover.aptly.PackageRepository;
import io.drover.aptly.PublishedPackage;
import io.drover.config.model.Configuration;
import io.drover.engine.deploy.cluster.Clusters;
import io.drover.engine.release.ReleaseStore;
import io.drover.engine.run.LocalStore;
import io.drover.engine.run.LocalStore.Refresh;
import io.drover.engine.run.RunSettings.Target;
import io.drover.engine.run.local.StateFolder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code drover apt}: the package store of a project. */
@Command(
    name = "apt",
    mixinStandardHelpOptions = true,
    description = {
      "Looks after the project's apt repository: its own on this machine, or that of the",
      "variables DROVER_APTLY_URL, DROVER_PACKAGES_URL and DROVER_PACKAGES_KEY."
    },
    subcommands = AptCommand.KeyCommand.class)
final class AptCommand implements Runnable {
  private static final int MEBIBYTE = 1 << 20;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "status, publish, mirror, clean or key?");
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "What is published, where, and what it takes of the disk.")
  int status(@Mixin ConfigurationOption configuration) throws Exception {
    return with(spec, configuration, AptCommand::print);
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = {
        "Publishes packages that no run has built.",
        "The same again changes nothing; other content under the same version is refused."
      })
  int publish(
      @Option(names = "--component", required = true, description = "Whose packages they are.")
          String component,
      @Option(
              names = "--component-version",
              required = true,
              paramLabel = "VERSION",
              description = "The component's version that they belong to.")
          String version,
      @Option(
              names = "--directory",
              paramLabel = "DIR",
              defaultValue = ".",
              description = "The folder with the three files (default: this one).")
          Path directory,
      @Parameters(arity = "1..*", paramLabel = "FILE", description = "The .deb files.")
          List<Path> files)
      throws Exception {
    return with(
        spec,
        ConfigurationOption.of(directory),
        (store, read, out) ->
            store.repository().publish(component, version, files, line -> line(out, line)));
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = {
        "Fetches into the cache what agents and images need from outside.",
        "Building them then needs nobody else. What is there already is not asked for again."
      })
  int mirror(
      @Mixin ConfigurationOption configuration,
      @Option(
              names = "--refresh",
              description =
                  "Forgets what was chosen and fetched before: newer packages come, and what is no"
                      + " longer needed goes.")
          boolean refresh,
      @Option(
              names = "--refresh-files",
              description =
                  "Asks again for files with a location and no sha256; packages stay as they are.")
          boolean refreshFiles)
      throws Exception {
    return with(
        spec,
        configuration,
        (store, read, out) ->
            store.mirror(
                StateFolder.cache(System.getenv()),
                refresh ? Refresh.ALL : refreshFiles ? Refresh.FILES : Refresh.NOTHING,
                line -> line(out, line)));
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = {
        "Deletes old versions and frees their disk space.",
        "A version stays while an environment runs it, waits for it, or can be rolled back to it."
      })
  int clean(
      @Mixin ConfigurationOption configuration,
      @Option(
              names = "--keep",
              paramLabel = "N",
              defaultValue = "5",
              description =
                  "How many versions of each component stay in any case (default: ${DEFAULT-VALUE}).")
          int keep,
      @Option(
              names = "--target",
              paramLabel = "podman|kubernetes",
              description =
                  "Where services run: releases that are recorded on this machine count, and with"
                      + " kubernetes those in clusters, too (default: kubernetes where there is a"
                      + " kubeconfig).")
          Target target,
      @Mixin AccessOptions access)
      throws Exception {
    if (keep < 1) {
      throw new ParameterException(spec.commandLine(), "--keep takes a number from 1");
    }
    boolean inClusters =
        target == null ? access.access().isKnown(System.getenv()) : target == Target.KUBERNETES;
    PrintWriter err = spec.commandLine().getErr();
    try (Clusters clusters = new Clusters(access.access(), line -> line(err, line))) {
      return with(
          spec,
          configuration,
          (store, read, out) -> {
            List<ReleaseStore> more = inClusters ? List.of(clusters.record(read)) : List.of();
            OptionalLong before = store.bytes();
            Cleaned cleaned = store.clean(keep, more, line -> line(out, line));
            OptionalLong after = store.bytes();
            line(
                out,
                "%d versions with %d packages deleted, %s"
                    .formatted(
                        cleaned.versions(),
                        cleaned.packages(),
                        before.isPresent() && after.isPresent()
                            ? "%s freed; %s are left"
                                .formatted(
                                    size(before.getAsLong() - after.getAsLong()),
                                    size(after.getAsLong()))
                            : "which had " + size(cleaned.bytes())));
          });
    }
  }

  /** {@code drover apt key}. */
  @Command(
      name = "key",
      mixinStandardHelpOptions = true,
      description = "The key that signs the repository.")
  static final class KeyCommand implements Runnable {
    @Spec private CommandSpec spec;

    @Override
    public void run() {
      throw new ParameterException(spec.commandLine(), "show, rotate, retire or sign?");
    }

    @Command(
        mixinStandardHelpOptions = true,
        description = "Prints the public key, armored; both while it is being changed.")
    int show(@Mixin ConfigurationOption configuration) throws Exception {
      return with(
          spec,
          configuration,
          (store, read, out) -> {
            line(spec.commandLine().getErr(), store.keyWords());
            line(out, store.publicKey().strip());
          });
    }

    @Command(
        mixinStandardHelpOptions = true,
        description = {
          "Puts a new key in place of the one that signs.",
          "Both sign until `drover apt key retire`: who knows only the former one goes on."
        })
    int rotate(
        @Mixin ConfigurationOption configuration,
        @Option(
                names = "--import",
                paramLabel = "FILE",
                description =
                    "A secret key without a passphrase, as gpg --export-secret-keys writes it"
                        + " (default: one is made).")
            Path given)
        throws Exception {
      return with(
          spec,
          configuration,
          (store, read, out) -> {
            store.rotateKey(Optional.ofNullable(given));
            line(out, store.keyWords());
          });
    }

    @Command(
        mixinStandardHelpOptions = true,
        description = "Ends the change: the former key signs no longer and is deleted.")
    int retire(@Mixin ConfigurationOption configuration) throws Exception {
      return with(
          spec,
          configuration,
          (store, read, out) -> {
            store.retireKey();
            line(out, store.keyWords());
          });
    }

    @Command(
        mixinStandardHelpOptions = true,
        description = {
          "Signs everything again.",
          "For an aptly elsewhere, after its key was changed there."
        })
    int sign(@Mixin ConfigurationOption configuration) throws Exception {
      return with(
          spec,
          configuration,
          (store, read, out) -> {
            store.signAgain();
            line(out, store.keyWords());
          });
    }
  }

  /** What is done with a store. */
  private interface Work {
    void on(LocalStore store, Configuration read, PrintWriter out) throws InterruptedException;
  }

  private static int with(CommandSpec spec, ConfigurationOption configuration, Work work)
      throws Exception {
    PrintWriter err = spec.commandLine().getErr();
    Optional<Configuration> read = configuration.readOrComplain(err);
    if (read.isEmpty()) {
      return 1;
    }
    StateFolder state = StateFolder.of(read.get().project(), System.getenv());
    Interruption.awaiting(
        () -> {
          try (LocalStore store =
              LocalStore.open(read.get(), state, System.getenv(), line -> line(err, line))) {
            work.on(store, read.get(), spec.commandLine().getOut());
          }
          return null;
        });
    return 0;
  }

  private static void print(LocalStore store, Configuration read, PrintWriter out)
      throws InterruptedException {
    PackageRepository repository = store.repository();
    Table table = new Table("COMPONENT", "VERSIONS", "NEWEST");
    repository
        .versions()
        .forEach(
            (component, versions) ->
                table.add(
                    Table.Cell.of(component),
                    Table.Cell.of("" + versions.size()),
                    Table.Cell.of(versions.get(0))));
    out.print(table.text(TerminalMode.hasColours(), TerminalMode.columns()));
    line(
        out,
        "%s %s %s, signed with %s"
            .formatted(
                repository.root(),
                repository.distribution(),
                repository.component(),
                store.keyWords()));
    for (PackageRepository cache : store.caches()) {
      List<PublishedPackage> packages = cache.packages();
      line(
          out,
          "%s %s: %d packages of others, %s"
              .formatted(cache.root(), cache.distribution(), packages.size(), size(packages)));
    }
    List<PublishedPackage> files = new ArrayList<>();
    for (PackageRepository one : store.files()) {
      files.addAll(one.packages());
    }
    if (!files.isEmpty()) {
      line(out, "%d files from locations, %s".formatted(files.size(), size(files)));
    }
    store.bytes().ifPresent(bytes -> line(out, size(bytes) + " on disk"));
  }

  private static String size(List<PublishedPackage> packages) {
    return size(packages.stream().mapToLong(PublishedPackage::size).sum());
  }

  private static String size(long bytes) {
    return "%.1f MiB".formatted(bytes / (double) MEBIBYTE);
  }

  private static void line(PrintWriter writer, String line) {
    writer.println(line);
    writer.flush();
  }
}
