package io.drover.engine.image;

import io.drover.engine.WorkFailedException;
import io.drover.engine.file.Trees;
import io.drover.engine.process.Command;
import io.drover.engine.process.Containers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Builds images with buildah, step by step in a working container. There is no Containerfile: what
 * stands in the YAML files reaches buildah as arguments and is never part of a program's text.
 */
final class BuildahBuilder implements ImageBuilder {
  private static final Duration INSTALL_TIMEOUT = Duration.ofMinutes(20);
  private static final Duration PUSH_TIMEOUT = Duration.ofMinutes(10);

  private final Containers containers;
  private final PackageSupply supply;
  private final Path work;
  private final String instance;

  BuildahBuilder(Containers containers, PackageSupply supply, Path work, String instance) {
    this.containers = containers;
    this.supply = supply;
    this.work = work;
    this.instance = instance;
  }

  @Override
  public String buildAndPush(ImageRecipe recipe, String repository, Consumer<String> log)
      throws InterruptedException {
    String container = prefix(instance) + recipe.contentKey();
    Path folder = Trees.freshPrivate(work.resolve(container));
    remove(container);
    try {
      containers
          .buildah(
              "from",
              Registry.tlsVerify(recipe.base().toString()),
              "--name",
              container,
              recipe.base().toString())
          .timeout(PUSH_TIMEOUT)
          .check("start an image from " + recipe.base());
      for (Installation installation : recipe.installations()) {
        install(container, installation, recipe.cached(), folder, log);
      }
      configure(container, recipe);
      return push(container, recipe.contentKey(), repository, folder, log);
    } finally {
      remove(container);
      Trees.delete(folder);
    }
  }

  /** Removes the working containers of builds that a killed Drover left. */
  static void removeLeftovers(Containers containers, String instance) throws InterruptedException {
    // Without buildah this fails, and there is nothing to remove.
    Command.Result all = containers.buildah("containers", "--format", "{{.ContainerName}}").run();
    List<String> left =
        all.output().lines().filter(name -> name.startsWith(prefix(instance))).toList();
    for (String container : left) {
      remove(containers, container);
    }
  }

  private static String prefix(String instance) {
    return "drover-" + instance + "-";
  }

  private void install(
      String container,
      Installation installation,
      Optional<CachedPackages> cached,
      Path folder,
      Consumer<String> log)
      throws InterruptedException {
    Path supplies = Trees.fresh(folder.resolve("supplies"));
    try {
      List<String> run = new ArrayList<>(List.of("run", "--isolation=chroot"));
      run.addAll(List.of("--volume", supplies + ":" + PackageSupply.MOUNTED + ":ro"));
      run.addAll(List.of("--", container));
      run.addAll(supply.provide(installation, cached, supplies));
      log.accept("+ " + words(installation));
      Command command =
          containers
              .buildah(run)
              .timeout(INSTALL_TIMEOUT)
              .onLine(line -> log.accept(supply.masked(line)));
      Command.Result result = command.run();
      // On a busy machine buildah itself has been seen to crash; what it installed stays.
      if (result.crash().isPresent()) {
        log.accept("buildah crashed (%s), once more".formatted(result.crash().get()));
        result = command.run();
      }
      command.checked(result, "install " + String.join(", ", installation.names()));
    } catch (WorkFailedException e) {
      throw new WorkFailedException(supply.masked(e.getMessage()), e.getCause());
    } finally {
      Trees.delete(supplies);
    }
  }

  private static String words(Installation installation) {
    String verb = installation.packages().isEmpty() ? "provide" : verb(installation.manager());
    return verb + " " + String.join(" ", installation.names());
  }

  private static String verb(Installation.Manager manager) {
    return switch (manager) {
      case APT -> "apt-get install";
      case APK -> "apk add";
      case PIP -> "pip install";
      case GEM -> "gem install";
      case NPM -> "npm install --global";
      case CERTIFICATES -> "trust";
    };
  }

  private void configure(String container, ImageRecipe recipe) throws InterruptedException {
    ImageRecipe.Settings settings = recipe.settings();
    List<String> config = new ArrayList<>(List.of("config"));
    if (!settings.command().isEmpty()) {
      config.addAll(List.of("--entrypoint", Json.array(settings.command()), "--cmd", ""));
    }
    settings.env().forEach((name, value) -> config.addAll(List.of("--env", name + "=" + value)));
    settings.user().ifPresent(user -> config.addAll(List.of("--user", user)));
    settings.ports().forEach(port -> config.addAll(List.of("--port", port.toString())));
    recipe.labels().forEach((name, value) -> config.addAll(label(name, value)));
    settings.labels().forEach((name, value) -> config.addAll(label(name, value)));
    config.add(container);
    containers.buildah(config).check("configure the image");
  }

  private static List<String> label(String name, String value) {
    return List.of("--label", name + "=" + value);
  }

  private String push(
      String container, String key, String repository, Path folder, Consumer<String> log)
      throws InterruptedException {
    String local = repository + ":key-" + key;
    Path digest = folder.resolve("digest");
    log.accept("+ buildah push " + repository);
    containers
        .buildah("commit", "--quiet", "--format", "oci", container, local)
        .timeout(PUSH_TIMEOUT)
        .check("commit the image");
    containers
        .buildah(
            "push",
            "--quiet",
            Registry.tlsVerify(repository),
            "--digestfile",
            digest.toString(),
            local)
        .timeout(PUSH_TIMEOUT)
        .check("push the image to " + repository);
    try {
      return Files.readString(digest).strip();
    } catch (IOException e) {
      throw new WorkFailedException("buildah left no digest of " + repository, e);
    }
  }

  /** A working container may also be left from a run that was killed. */
  private void remove(String container) throws InterruptedException {
    remove(containers, container);
  }

  private static void remove(Containers containers, String container) throws InterruptedException {
    Command.Result result = containers.buildah("rm", container).run();
    boolean absent = result.error().contains("not known") || result.error().contains("no such");
    if (!result.succeeded() && !absent) {
      throw new WorkFailedException(
          "could not remove the working container %s: %s"
              .formatted(container, result.lastLines(2)));
    }
  }
}
