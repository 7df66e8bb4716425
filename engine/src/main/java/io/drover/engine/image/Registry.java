package io.drover.engine.image;

import io.drover.engine.WorkFailedException;
import io.drover.engine.image.registry.Loopback;
import io.drover.engine.image.registry.Manifest;
import io.drover.engine.image.registry.RegistryAccess;
import io.drover.engine.image.registry.RegistryClient;
import java.util.Optional;

/** An OCI registry as the place of Drover's images. */
public final class Registry {
  private final String address;
  private final RegistryClient client;

  private Registry(String address, RegistryClient client) {
    this.address = address;
    this.client = client;
  }

  /**
   * A registry, with the logins and certificates of this machine's user; on loopback without TLS,
   * as container engines have it.
   *
   * @param address {@code host:port}
   */
  public static Registry at(String address) {
    return at(address, RegistryAccess.ofThisMachine());
  }

  /** A registry, with logins and certificates from given places. */
  public static Registry at(String address, RegistryAccess access) {
    return new Registry(address, RegistryClient.of(address, access));
  }

  /** {@code host:port}, the start of the name of every image in it. */
  public String address() {
    return address;
  }

  /** The registry's calls. */
  public RegistryClient client() {
    return client;
  }

  /**
   * The option that tells buildah and podman whether they must see a certificate.
   *
   * @param image name of an image, with or without {@code docker://} in front
   */
  public static String tlsVerify(String image) {
    return "--tls-verify=" + !Loopback.is(image.replaceFirst("^docker://", ""));
  }

  /** The full name of a repository of this registry. */
  public String repository(String path) {
    return address + "/" + path;
  }

  /**
   * The path of an image's repository inside this registry.
   *
   * @throws IllegalArgumentException if the image is another registry's
   */
  public String path(ImageReference image) {
    if (!image.repository().startsWith(address + "/")) {
      throw new IllegalArgumentException(image + " is not in the registry at " + address);
    }
    return image.repository().substring(address.length() + 1);
  }

  /**
   * The image that a tag names.
   *
   * @param path the repository's path inside the registry
   * @return empty if there is no such tag
   * @throws WorkFailedException if the registry does not answer, or not as a registry does
   */
  public Optional<ImageReference> find(String path, String tag) throws InterruptedException {
    return client.find(path, tag).map(d -> new ImageReference(repository(path), d.digest()));
  }

  /**
   * An image's manifest; of an index of several platforms, the index.
   *
   * @throws WorkFailedException if the registry fails, or has no such image
   */
  public Manifest manifest(ImageReference image) throws InterruptedException {
    return client
        .manifest(path(image), image.digest())
        .orElseThrow(() -> new WorkFailedException("the registry has lost the image " + image));
  }

  /**
   * Gives an image of this registry one more tag.
   *
   * @throws WorkFailedException if the registry does not answer, or refuses
   */
  public void tag(ImageReference image, String tag) throws InterruptedException {
    client.putManifest(path(image), tag, manifest(image));
  }
}
