package io.drover.engine.image;

import io.drover.engine.WorkFailedException;
import io.drover.engine.file.Trees;
import io.drover.engine.image.registry.Loopback;
import io.drover.engine.process.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Builds images with a docker engine: the one that the {@code docker} program reaches, by {@code
 * DOCKER_HOST} or its context. It needs BuildKit, which docker has since version 18.09.
 */
public final class DockerBuilder implements ImageBuilder {
  private static final Duration BUILD_TIMEOUT = Duration.ofMinutes(30);
  private static final Duration PUSH_TIMEOUT = Duration.ofMinutes(10);
  private static final String OWNER = "io.drover.instance";

  /** What docker pushes needs a tag. It goes when the image is finished. */
  private static final String TAG = "drover-build-";

  private static final Pattern DIGEST = Pattern.compile("digest: (sha256:[0-9a-f]{64})");

  private final Registry registry;
  private final PackageSupply supply;
  private final DockerLogin login;
  private final Path work;
  private final String instance;

  private DockerBuilder(Registry registry, PackageSupply supply, Path work, String instance) {
    this.registry = registry;
    this.supply = supply;
    this.login = new DockerLogin(registry, System.getenv());
    this.work = work;
    this.instance = instance;
  }

  /**
   * A builder for a registry.
   *
   * @param supply what installations need from outside of the base
   * @param work folder for files that are needed while an image is built
   * @param instance tells the images of this Drover from those of others in the engine
   */
  public static DockerBuilder of(
      Registry registry, PackageSupply supply, Path work, String instance) {
    return new DockerBuilder(registry, supply, work.toAbsolutePath(), instance);
  }

  /**
   * Finds out whether there is an engine, and removes what a killed Drover left in it.
   *
   * @throws WorkFailedException if there is none; says what to do
   */
  public void check() throws InterruptedException {
    Command.Result version =
        Command.of("docker", "version", "--format", "{{.Server.Version}}").run();
    if (!version.succeeded()) {
      throw new WorkFailedException(
          "`builder: docker` needs a docker engine, and none answers: %s%nInstall docker, start it or set DOCKER_HOST; or take `builder: auto`"
              .formatted(version.lastLines(1)));
    }
    String filter = "label=" + OWNER + "=" + instance;
    String left =
        Command.of("docker", "image", "ls", "--quiet", "--filter", filter)
            .check("list the images of docker")
            .output();
    for (String image : left.lines().distinct().toList()) {
      Command.of("docker", "image", "rm", "--force", image).run();
    }
  }

  @Override
  public String buildAndPush(ImageRecipe recipe, String repository, Consumer<String> log)
      throws InterruptedException {
    Path folder = Trees.freshPrivate(work.resolve("docker-" + recipe.contentKey()));
    String image = repository + ":" + TAG + recipe.contentKey();
    try {
      Path context = Trees.make(folder.resolve("context"));
      BuildContext.write(recipe, supply, context, log);
      build(recipe, image, context, folder, log);
      String pushed = push(recipe, image, folder, log);
      String finished = new ImageFinish(registry).finish(recipe, pushed);
      if (!finished.equals(pushed)) {
        registry.client().deleteManifest(recipe.path(), pushed);
      }
      return finished;
    } catch (WorkFailedException e) {
      throw new WorkFailedException(supply.masked(e.getMessage()), e.getCause());
    } finally {
      Command.of("docker", "image", "rm", "--force", image).run();
      Trees.delete(folder);
    }
  }

  private void build(
      ImageRecipe recipe, String image, Path context, Path folder, Consumer<String> log)
      throws InterruptedException {
    List<String> words = new ArrayList<>(List.of("docker", "build", "--progress=plain"));
    if (Loopback.is(image)) {
      // The package repository is there, too.
      words.add("--network=host");
    }
    words.addAll(List.of("--build-arg", BuildContext.BASE + "=" + recipe.base()));
    words.addAll(List.of("--label", OWNER + "=" + instance, "--tag", image, context.toString()));
    login
        .apply(Command.of(words), recipe.path(), folder)
        .with("DOCKER_BUILDKIT", "1")
        .with("BUILDX_NO_DEFAULT_ATTESTATIONS", "1")
        .timeout(BUILD_TIMEOUT)
        .onLine(line -> log.accept(supply.masked(line)))
        .check("build the image with docker");
  }

  private String push(ImageRecipe recipe, String image, Path folder, Consumer<String> log)
      throws InterruptedException {
    log.accept("+ docker push " + image);
    Command.Result pushed =
        login
            .apply(Command.of("docker", "push", image), recipe.path(), folder)
            .timeout(PUSH_TIMEOUT)
            .check("push the image to " + image);
    Matcher digest = DIGEST.matcher(pushed.output());
    if (!digest.find()) {
      throw new WorkFailedException("docker did not say the digest of " + image);
    }
    return digest.group(1);
  }
}
