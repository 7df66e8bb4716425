package io.drover.engine.agent;

import static java.util.stream.Collectors.groupingBy;

import io.drover.config.model.Dependency;
import io.drover.config.model.DependencyType;
import io.drover.engine.WorkFailedException;
import io.drover.engine.image.PackageArguments;
import io.drover.engine.process.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Packages of this machine itself. Only those of its distribution are ever installed: pip, gem and
 * npm would mix theirs with what the machine's own programs use, and an extra repository would
 * stay.
 */
final class MachinePackages {
  private static final Duration INSTALL_TIMEOUT = Duration.ofMinutes(20);

  /** apt and apk take a lock of the whole machine and refuse the second caller. */
  private static final Object INSTALLING = new Object();

  /** Arguments: a distribution's name in Python, and how its version has to begin. */
  private static final String PYTHON =
      """
      import sys
      from importlib.metadata import version
      have, wanted = version(sys.argv[1]), sys.argv[2]
      sys.exit(0 if not wanted or (have + ".").startswith(wanted + ".") else 1)
      """;

  private final String path;
  private final boolean mayInstall;

  /**
   * The packages that programs on a search path see.
   *
   * @param path the path
   * @param mayInstall whether missing ones may be installed
   */
  MachinePackages(String path, boolean mayInstall) {
    this.path = path;
    this.mayInstall = mayInstall;
  }

  /**
   * Makes sure that all are there.
   *
   * @throws WorkFailedException if some are missing and were not installed; names all, and how to
   *     get them
   */
  void provide(List<Dependency> dependencies, Consumer<String> log) throws InterruptedException {
    List<Dependency> missing = new ArrayList<>();
    for (Dependency dependency : dependencies) {
      if (!isThere(dependency)) {
        missing.add(dependency);
      }
    }
    if (missing.isEmpty()) {
      return;
    }
    if (!mayInstall || !missing.stream().allMatch(MachinePackages::isOfTheDistribution)) {
      throw new WorkFailedException(complaint(missing));
    }
    Map<DependencyType, List<Dependency>> byType = byType(missing);
    synchronized (INSTALLING) {
      for (Map.Entry<DependencyType, List<Dependency>> some : byType.entrySet()) {
        install(words(some.getKey()), PackageArguments.of(some.getValue()), log);
      }
    }
  }

  private void install(List<String> words, List<String> packages, Consumer<String> log)
      throws InterruptedException {
    List<String> all = new ArrayList<>(words);
    all.addAll(packages);
    log.accept("+ " + String.join(" ", all));
    Command.of(all)
        .with("DEBIAN_FRONTEND", "noninteractive")
        .timeout(INSTALL_TIMEOUT)
        .onLine(log)
        .check("install " + String.join(", ", packages));
  }

  private boolean isThere(Dependency dependency) throws InterruptedException {
    String name = dependency.name().replaceFirst("\\[.*", "");
    String version = dependency.version().orElse("");
    String argument = PackageArguments.of(dependency);
    return switch (dependency.type()) {
      case DEBIAN_PACKAGE -> debian(name, version);
      case APK_PACKAGE -> succeeds("apk", "info", "--installed", argument);
      case PIP_PACKAGE -> succeeds("python3", "-c", PYTHON, name, version);
      case GEM_PACKAGE -> gem(argument);
      case NPM_PACKAGE -> succeeds("npm", "ls", "--global", "--depth=0", argument);
    };
  }

  private boolean debian(String name, String version) throws InterruptedException {
    Command.Result result =
        command("dpkg-query", "--show", "--showformat=${db:Status-Status} ${Version}", name).run();
    return result.succeeded() && result.output().startsWith("installed " + version);
  }

  private boolean gem(String argument) throws InterruptedException {
    int colon = argument.indexOf(':');
    return colon < 0
        ? succeeds("gem", "list", "--installed", "--exact", argument)
        : succeeds(
            "gem",
            "list",
            "--installed",
            "--exact",
            argument.substring(0, colon),
            "--version",
            argument.substring(colon + 1));
  }

  private boolean succeeds(String... words) throws InterruptedException {
    return hasProgram(words[0]) && command(words).run().succeeded();
  }

  private boolean hasProgram(String program) {
    return List.of(path.split(":")).stream()
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  /** What the shell lines of a build will see, with a home in which nobody can leave anything. */
  private Command command(String... words) {
    return Command.of(words).withCleanEnvironment().with("PATH", path).with("HOME", "/dev/null");
  }

  private String complaint(List<Dependency> missing) {
    Map<DependencyType, List<Dependency>> byType = byType(missing);
    List<String> ways = new ArrayList<>();
    byType.forEach((type, some) -> ways.addAll(ways(type, some)));
    boolean all = missing.stream().allMatch(MachinePackages::isOfTheDistribution);
    return "this machine lacks %s. Install: %s; or %s"
        .formatted(
            missing.stream().map(PackageArguments::of).collect(Collectors.joining(", ")),
            String.join("; ", ways),
            all
                ? "let Drover do it with --install"
                : "build in containers (--agent podman), into which Drover installs all kinds; into the machine it does not");
  }

  private static List<String> ways(DependencyType type, List<Dependency> dependencies) {
    List<String> ways = new ArrayList<>();
    List<Dependency> plain = dependencies.stream().filter(d -> elsewhere(d).isEmpty()).toList();
    if (!plain.isEmpty()) {
      String quoted =
          PackageArguments.of(plain).stream()
              .map(p -> p.matches("[\\w.@/=+:-]+") ? p : "'" + p + "'")
              .collect(Collectors.joining(" "));
      ways.add(program(type) + " " + quoted);
    }
    dependencies.stream()
        .filter(d -> !elsewhere(d).isEmpty())
        .forEach(d -> ways.add("%s from %s".formatted(d.name(), elsewhere(d))));
    return ways;
  }

  private static String program(DependencyType type) {
    return switch (type) {
      case DEBIAN_PACKAGE -> "apt-get install";
      case APK_PACKAGE -> "apk add";
      case PIP_PACKAGE -> "python3 -m pip install";
      case GEM_PACKAGE -> "gem install";
      case NPM_PACKAGE -> "npm install --global";
    };
  }

  private static List<String> words(DependencyType type) {
    return type == DependencyType.APK_PACKAGE
        ? List.of("apk", "add")
        : List.of("apt-get", "-y", "--no-install-recommends", "install");
  }

  private static String elsewhere(Dependency dependency) {
    return dependency.location().or(dependency::repository).orElse("");
  }

  private static boolean isOfTheDistribution(Dependency dependency) {
    return switch (dependency.type()) {
      case DEBIAN_PACKAGE, APK_PACKAGE -> elsewhere(dependency).isEmpty();
      case PIP_PACKAGE, GEM_PACKAGE, NPM_PACKAGE -> false;
    };
  }

  private static Map<DependencyType, List<Dependency>> byType(List<Dependency> dependencies) {
    return dependencies.stream()
        .collect(groupingBy(Dependency::type, TreeMap::new, Collectors.toList()));
  }
}
