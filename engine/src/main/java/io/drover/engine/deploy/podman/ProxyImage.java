package io.drover.engine.deploy.podman;

import java.util.function.Consumer;

/** The image of the small proxies that podman's services stand behind: has haproxy and curl. */
@FunctionalInterface
public interface ProxyImage {
  /**
   * The name of the image in podman's storage, made when it is not there. Asked for only when a
   * proxy must be created.
   *
   * @param log what happens, line by line
   */
  String name(Consumer<String> log) throws InterruptedException;
}
