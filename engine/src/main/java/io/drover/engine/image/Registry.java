package io.drover.engine.image;

import io.drover.engine.WorkFailedException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The little that Drover itself asks of an OCI registry; images are moved by buildah and podman.
 * Source of the calls: the OCI distribution specification, version 1.1, "Pulling manifests" and
 * "Pushing manifests".
 */
public final class Registry {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final Pattern LOOPBACK =
      Pattern.compile("(127\\.[0-9.]+|localhost|\\[::1])(:\\d+)?(/|$)");
  private static final String MANIFEST_TYPES =
      "application/vnd.oci.image.manifest.v1+json,"
          + "application/vnd.docker.distribution.manifest.v2+json,"
          + "application/vnd.oci.image.index.v1+json,"
          + "application/vnd.docker.distribution.manifest.list.v2+json";

  private final String address;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();

  private Registry(String address) {
    this.address = address;
  }

  /**
   * A registry; on loopback without TLS, as container engines have it.
   *
   * @param address {@code host:port}
   */
  public static Registry at(String address) {
    return new Registry(address);
  }

  /** {@code host:port}, the start of the name of every image in it. */
  public String address() {
    return address;
  }

  /**
   * The option that tells buildah and podman whether they must see a certificate.
   *
   * @param image name of an image, with or without {@code docker://} in front
   */
  public static String tlsVerify(String image) {
    return "--tls-verify=" + !isPlain(image.replaceFirst("^docker://", ""));
  }

  private static boolean isPlain(String name) {
    return LOOPBACK.matcher(name).lookingAt();
  }

  /** The full name of a repository of this registry. */
  public String repository(String path) {
    return address + "/" + path;
  }

  /**
   * The image that a tag names.
   *
   * @param path the repository's path inside the registry
   * @return empty if there is no such tag
   * @throws WorkFailedException if the registry does not answer, or not as a registry does
   */
  public Optional<ImageReference> find(String path, String tag) throws InterruptedException {
    HttpRequest request = request(path, tag).method("HEAD", BodyPublishers.noBody()).build();
    HttpResponse<byte[]> answer = send(request);
    if (answer.statusCode() == 404) {
      return Optional.empty();
    }
    expect(answer, 200);
    String digest =
        answer
            .headers()
            .firstValue("Docker-Content-Digest")
            .orElseThrow(() -> unexpected(answer, "it named no digest"));
    return Optional.of(new ImageReference(repository(path), digest));
  }

  /**
   * Gives an image of this registry one more tag.
   *
   * @throws WorkFailedException if the registry does not answer, or refuses
   */
  public void tag(ImageReference image, String tag) throws InterruptedException {
    String path = image.repository().substring(address.length() + 1);
    HttpResponse<byte[]> manifest = send(request(path, image.digest()).GET().build());
    expect(manifest, 200);
    String type = manifest.headers().firstValue("Content-Type").orElse("");
    HttpRequest put =
        HttpRequest.newBuilder(manifestUri(path, tag))
            .timeout(TIMEOUT)
            .header("Content-Type", type)
            .PUT(BodyPublishers.ofByteArray(manifest.body()))
            .build();
    expect(send(put), 201);
  }

  private HttpRequest.Builder request(String path, String reference) {
    return HttpRequest.newBuilder(manifestUri(path, reference))
        .timeout(TIMEOUT)
        .header("Accept", MANIFEST_TYPES);
  }

  private URI manifestUri(String path, String reference) {
    return URI.create(
        (isPlain(address) ? "http://" : "https://")
            + address
            + "/v2/"
            + path
            + "/manifests/"
            + reference);
  }

  private HttpResponse<byte[]> send(HttpRequest request) throws InterruptedException {
    try {
      return http.send(request, BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new WorkFailedException(
          "the registry at %s does not answer (%s): is it still running?"
              .formatted(address, e.getClass().getSimpleName()),
          e);
    }
  }

  private void expect(HttpResponse<byte[]> answer, int status) {
    if (answer.statusCode() != status) {
      throw unexpected(answer, "status " + answer.statusCode());
    }
  }

  private WorkFailedException unexpected(HttpResponse<byte[]> answer, String what) {
    return new WorkFailedException(
        "the registry at %s gave an unexpected answer to %s %s: %s"
            .formatted(address, answer.request().method(), answer.uri().getPath(), what));
  }
}
