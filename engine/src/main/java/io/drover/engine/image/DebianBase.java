package io.drover.engine.image;

import io.drover.engine.WorkFailedException;
import io.drover.engine.file.Trees;
import io.drover.engine.process.Command;
import io.drover.engine.process.Containers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Debian base images, made by mmdebstrap from the archive that the machine itself uses. */
final class DebianBase {
  private static final Duration TIMEOUT = Duration.ofMinutes(15);

  /** Older ones lack security updates, so they are made anew for the next project. */
  private static final Duration KEPT = Duration.ofDays(7);

  private static final Pattern RUNTIME =
      Pattern.compile("(?:docker\\.io/(?:library/)?)?debian:(\\d+|[a-z]+)(?:\\.\\d+)?(?:-slim)?");

  /** https://www.debian.org/releases/ */
  private static final Map<String, String> CODENAMES =
      Map.of("11", "bullseye", "12", "bookworm", "13", "trixie");

  /** Names that end in the id of the process whose work it is. */
  private static final String HALF = "half-";

  private static final String CONTAINER = "drover-base-";

  /** Several runs in one process may make one at once. */
  private static final AtomicInteger MADE = new AtomicInteger();

  private final Containers containers;
  private final Path cache;

  DebianBase(Containers containers, Path cache) {
    this.containers = containers;
    this.cache = cache;
  }

  /** The code name of a runtime that is a plain Debian; empty for every other. */
  static Optional<String> release(String runtime) {
    Matcher matcher = RUNTIME.matcher(runtime);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String release = matcher.group(1);
    return Optional.ofNullable(
        CODENAMES.getOrDefault(release, CODENAMES.containsValue(release) ? release : null));
  }

  /** The name of a base image in the local image store. */
  static String image(String codename) {
    return "localhost/drover/debian:" + codename;
  }

  /**
   * Makes a base image.
   *
   * @return its name in the local image store
   */
  String make(String codename, Consumer<String> log) throws InterruptedException {
    Path archive = archive(codename, log);
    String image = image(codename);
    removeLeftovers();
    String container =
        "%s%d-%d".formatted(CONTAINER, MADE.incrementAndGet(), ProcessHandle.current().pid());
    try {
      containers
          .buildah("from", "--name", container, "scratch")
          .check("start an image from nothing");
      containers
          .buildah("add", "--quiet", container, archive.toString(), "/")
          .timeout(TIMEOUT)
          .check("unpack the base image " + archive);
      containers.buildah("config", "--cmd", "[\"/bin/sh\"]", container).check("configure it");
      containers
          .buildah("commit", "--quiet", container, image)
          .timeout(TIMEOUT)
          .check("commit the base image");
    } finally {
      containers.buildah("rm", container).run();
    }
    return image;
  }

  private Path archive(String codename, Consumer<String> log) throws InterruptedException {
    Path archive = cache.resolve("debian-" + codename + ".tar");
    try {
      if (Files.exists(archive)
          && Files.getLastModifiedTime(archive).toInstant().isAfter(Instant.now().minus(KEPT))) {
        log.accept("using the base image kept in " + archive);
        return archive;
      }
      Files.createDirectories(cache);
      removeHalves();
      Path half = Files.createTempFile(cache, HALF, "." + ProcessHandle.current().pid());
      try {
        bootstrap(codename, half, log);
        Files.move(half, archive, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(half);
      }
      return archive;
    } catch (IOException e) {
      throw new WorkFailedException(
          "could not keep a base image in %s: %s".formatted(cache, Trees.why(e)), e);
    }
  }

  /** What a killed Drover left. */
  private void removeHalves() throws IOException {
    try (Stream<Path> files = Files.list(cache)) {
      for (Path file : files.filter(f -> f.getFileName().toString().startsWith(HALF)).toList()) {
        if (isLeftover(file.getFileName().toString())) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private void removeLeftovers() throws InterruptedException {
    List<String> left =
        containers
            .buildah("containers", "--format", "{{.ContainerName}}")
            .check("list the containers of image builds")
            .output()
            .lines()
            .filter(name -> name.startsWith(CONTAINER))
            .filter(DebianBase::isLeftover)
            .toList();
    for (String name : left) {
      containers.buildah("rm", name).check("remove what a killed drover left");
    }
  }

  private static boolean isLeftover(String name) {
    String pid = name.replaceFirst(".*[^0-9]", "");
    return !pid.isEmpty() && ProcessHandle.of(Long.parseLong(pid)).isEmpty();
  }

  private void bootstrap(String codename, Path target, Consumer<String> log)
      throws InterruptedException {
    List<String> sources = sources(codename);
    List<String> words =
        new ArrayList<>(List.of("mmdebstrap", "--variant=minbase", "--format=tar"));
    if (sources.stream().anyMatch(s -> s.contains("https://"))) {
      words.add("--include=ca-certificates");
    }
    words.addAll(List.of(codename, target.toString()));
    words.addAll(sources);
    log.accept("+ " + String.join(" ", words));
    Command.of(words).timeout(TIMEOUT).onLine(log).check("make the base image debian " + codename);
  }

  /** The machine's own sources of that release; without any, the same archive with that release. */
  private static List<String> sources(String codename) throws InterruptedException {
    String format = "$(RELEASE)|$(REPO_URI)|$(COMPONENT)";
    String targets =
        Command.of("apt-get", "indextargets", "--format", format, "Created-By: Packages")
            .check("read this machine's apt sources")
            .output();
    List<String[]> debian =
        targets
            .lines()
            .map(l -> l.split("\\|", -1))
            .filter(f -> f[0].matches("[a-z]+(-updates|-security)?") && f[2].equals("main"))
            .filter(f -> f[1].matches(".*/debian(-security)?/?"))
            .toList();
    List<String> own =
        debian.stream()
            .filter(f -> f[0].equals(codename) || f[0].startsWith(codename + "-"))
            .map(f -> "deb %s %s main".formatted(f[1], f[0]))
            .distinct()
            .toList();
    if (!own.isEmpty()) {
      return own;
    }
    return debian.stream()
        .filter(f -> !f[0].contains("-"))
        .findFirst()
        .map(f -> List.of("deb %s %s main".formatted(f[1], codename)))
        .orElseThrow(
            () ->
                new WorkFailedException(
                    "this machine has no Debian archive among its apt sources to make debian %s from"
                        .formatted(codename)));
  }
}
