package io.drover.engine.image;

import io.drover.engine.WorkFailedException;
import io.drover.engine.process.Command;
import io.drover.engine.process.Containers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Runtimes (base images) as the registry holds them. A runtime is looked up there as {@code
 * baseimages/<runtime>}; when it is missing it is pulled as given, or, for {@code
 * debian:<release>}, made from the machine's own apt sources. It then stays as it is, so that the
 * same sources give the same images, until it is deleted from the registry.
 */
public final class RuntimeImages {
  private static final Duration PULL_TIMEOUT = Duration.ofMinutes(10);

  private final Registry registry;
  private final Containers containers;
  private final DebianBase debian;
  private final Map<String, Lock> locks = new ConcurrentHashMap<>();

  /**
   * Runtimes of a registry.
   *
   * @param cache folder where base images that were made are kept for further projects
   */
  public RuntimeImages(Registry registry, Containers containers, Path cache) {
    this.registry = registry;
    this.containers = containers;
    this.debian = new DebianBase(containers, cache);
  }

  /**
   * The image of a runtime, in the registry.
   *
   * @param runtime name as in the files, for example {@code debian:12}
   * @throws WorkFailedException if it can neither be found, pulled nor made
   */
  public ImageReference ensure(String runtime, Consumer<String> log) throws InterruptedException {
    Lock lock = locks.computeIfAbsent(runtime, r -> new ReentrantLock());
    lock.lockInterruptibly();
    try {
      String path = path(runtime);
      Optional<ImageReference> found = find(registry, runtime);
      if (found.isPresent()) {
        return found.get();
      }
      String local = fetch(runtime, log);
      containers
          .buildah(
              "push",
              "--quiet",
              Registry.tlsVerify(registry.address()),
              local,
              "docker://" + registry.repository(path) + ":" + tag(runtime))
          .timeout(PULL_TIMEOUT)
          .check("push the runtime " + runtime + " to the registry");
      return registry
          .find(path, tag(runtime))
          .orElseThrow(
              () -> new WorkFailedException("the registry did not keep the runtime " + runtime));
    } finally {
      lock.unlock();
    }
  }

  /**
   * The image of a runtime, if the registry has it.
   *
   * @throws WorkFailedException if the registry fails
   */
  public static Optional<ImageReference> find(Registry registry, String runtime)
      throws InterruptedException {
    return registry.find(path(runtime), tag(runtime));
  }

  private static String path(String runtime) {
    return "baseimages/" + name(runtime);
  }

  private String fetch(String runtime, Consumer<String> log) throws InterruptedException {
    String reference = qualified(runtime);
    log.accept("+ pull " + reference);
    Command.Result pull =
        containers.buildah("pull", "--quiet", reference).timeout(PULL_TIMEOUT).run();
    if (pull.succeeded()) {
      return reference;
    }
    Optional<String> release = DebianBase.release(runtime);
    if (release.isEmpty()) {
      throw new WorkFailedException(
          "could not get the runtime %s: %s%nPut it into the registry as %s, or use debian:<release>, which is made here"
              .formatted(
                  runtime,
                  pull.lastLines(2),
                  registry.repository(path(runtime)) + ":" + tag(runtime)));
    }
    log.accept("%s cannot be pulled; making it from this machine's apt sources".formatted(runtime));
    return debian.make(release.get(), log);
  }

  /** Docker's own rule: a name without a registry is one of Docker Hub's. */
  private static String qualified(String runtime) {
    int slash = runtime.indexOf('/');
    String first = slash < 0 ? "" : runtime.substring(0, slash);
    if (first.contains(".") || first.contains(":") || first.equals("localhost")) {
      return runtime;
    }
    return "docker.io/" + (slash < 0 ? "library/" : "") + runtime;
  }

  private static String name(String runtime) {
    String plain = runtime.contains("@") ? runtime.substring(0, runtime.indexOf('@')) : runtime;
    int colon = plain.indexOf(':', plain.lastIndexOf('/') + 1);
    return (colon < 0 ? plain : plain.substring(0, colon)).replace(':', '-');
  }

  private static String tag(String runtime) {
    if (runtime.contains("@")) {
      return runtime.substring(runtime.indexOf('@') + 1).replace(':', '-');
    }
    int colon = runtime.indexOf(':', runtime.lastIndexOf('/') + 1);
    return colon < 0 ? "latest" : runtime.substring(colon + 1);
  }
}
