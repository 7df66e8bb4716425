package io.drover.engine.image;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.drover.engine.WorkFailedException;
import io.drover.engine.file.Trees;
import io.drover.engine.image.registry.Loopback;
import io.drover.engine.process.Command;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Builds images with a BuildKit daemon, which may be rootless and anywhere, by its program {@code
 * buildctl}. The daemon pushes the image itself.
 */
public final class BuildkitBuilder implements ImageBuilder {
  private static final Duration CHECK_TIMEOUT = Duration.ofSeconds(20);
  private static final Duration BUILD_TIMEOUT = Duration.ofMinutes(30);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Registry registry;
  private final PackageSupply supply;
  private final DockerLogin login;
  private final Path work;
  private final String address;
  private final String program;

  private BuildkitBuilder(
      Registry registry, PackageSupply supply, Path work, String address, String program) {
    this.registry = registry;
    this.supply = supply;
    this.login = new DockerLogin(registry, System.getenv());
    this.work = work;
    this.address = address;
    this.program = program;
  }

  /**
   * A builder for a registry.
   *
   * @param supply what installations need from outside of the base
   * @param work folder for files that are needed while an image is built
   * @param address of the daemon, for example {@code tcp://buildkitd:1234} or {@code
   *     unix:///run/user/1000/buildkit/buildkitd.sock}
   */
  public static BuildkitBuilder of(
      Registry registry, PackageSupply supply, Path work, String address) {
    return of(registry, supply, work, address, "buildctl");
  }

  static BuildkitBuilder of(
      Registry registry, PackageSupply supply, Path work, String address, String program) {
    return new BuildkitBuilder(registry, supply, work.toAbsolutePath(), address, program);
  }

  /**
   * Finds out whether the daemon is there.
   *
   * @throws WorkFailedException if it does not answer, or its program is missing
   */
  public void check() throws InterruptedException {
    Command.Result answer =
        Command.of(program, "--addr", address, "debug", "workers").timeout(CHECK_TIMEOUT).run();
    if (!answer.succeeded()) {
      throw new WorkFailedException(
          "`builder: buildkit` needs a BuildKit daemon, and none answers at %s: %s%nIs the address right, is buildctl installed? Or take `builder: auto`"
              .formatted(address, answer.timedOut() ? "no answer" : answer.lastLines(1)));
    }
  }

  @Override
  public String buildAndPush(ImageRecipe recipe, String repository, Consumer<String> log)
      throws InterruptedException {
    Path folder = Trees.freshPrivate(work.resolve("buildkit-" + recipe.contentKey()));
    try {
      Path context = Trees.make(folder.resolve("context"));
      BuildContext.write(recipe, supply, context, log);
      Path metadata = folder.resolve("metadata.json");
      log.accept("+ buildctl build and push to " + repository);
      login
          .apply(Command.of(words(recipe, repository, context, metadata)), recipe.path(), folder)
          .timeout(BUILD_TIMEOUT)
          .onLine(line -> log.accept(supply.masked(line)))
          .check("build the image with BuildKit at " + address);
      return new ImageFinish(registry).finish(recipe, digest(metadata, repository));
    } catch (WorkFailedException e) {
      throw new WorkFailedException(supply.masked(e.getMessage()), e.getCause());
    } finally {
      Trees.delete(folder);
    }
  }

  private List<String> words(ImageRecipe recipe, String repository, Path context, Path metadata) {
    boolean local = Loopback.is(repository);
    List<String> words = new ArrayList<>(List.of(program, "--addr", address, "build"));
    words.addAll(List.of("--progress=plain", "--frontend=dockerfile.v0"));
    words.addAll(List.of("--local", "context=" + context, "--local", "dockerfile=" + context));
    words.addAll(List.of("--opt", "build-arg:" + BuildContext.BASE + "=" + recipe.base()));
    if (local) {
      // The package repository is there, too; the daemon must allow it.
      words.addAll(List.of("--allow", "network.host", "--opt", "force-network-mode=host"));
    }
    words.add("--metadata-file=" + metadata);
    words.add("--output");
    words.add(
        "type=image,push=true,push-by-digest=true,name="
            + repository
            + (local ? ",registry.insecure=true" : ""));
    return words;
  }

  private static String digest(Path metadata, String repository) {
    try {
      String digest = MAPPER.readTree(metadata.toFile()).path("containerimage.digest").asText();
      if (!digest.isEmpty()) {
        return digest;
      }
    } catch (IOException e) {
      // Then it said nothing.
    }
    throw new WorkFailedException("BuildKit did not say the digest of " + repository);
  }
}
