package io.drover.engine.image.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.drover.engine.WorkFailedException;
import io.drover.engine.file.Trees;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The calls of a registry. Everything in it is named by its content, so that every call may be
 * repeated, and is after a failure that may be gone in a moment. Source: OCI distribution
 * specification, version 1.1.
 */
public final class RegistryClient {

  /** A slower line than this is taken for a dead one. */
  private static final long BYTES_PER_SECOND = 128 * 1024;

  private static final String MANIFESTS =
      String.join(",", Manifest.OCI, Manifest.DOCKER, Manifest.OCI_INDEX, Manifest.DOCKER_LIST);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Transport transport;
  private final String address;
  private final AuthFiles logins;

  private RegistryClient(String address, RegistryAccess access) {
    this.transport = new Transport(address, access);
    this.address = address;
    this.logins = new AuthFiles(access);
  }

  /**
   * A client of a registry. It is spoken to with TLS; on loopback without, unless there is a
   * certificate for it.
   *
   * @param address {@code host:port}
   * @param access logins and certificates
   * @throws WorkFailedException if a certificate cannot be read
   */
  public static RegistryClient of(String address, RegistryAccess access) {
    return new RegistryClient(address, access);
  }

  /**
   * Checks that there is a registry that lets this user in.
   *
   * @throws WorkFailedException if not
   */
  public void check() throws InterruptedException {
    Call call = Call.of("use the registry", "GET", transport.uri(""), "");
    Tries.of(() -> transport.sendOnly(call, Set.of(200)));
  }

  /**
   * The login with which this client would come, for programs that look for it elsewhere.
   *
   * @param path the repository's path in the registry
   * @return empty where there is none
   * @throws WorkFailedException if a file with logins, or a helper, is broken
   */
  public Optional<Login> login(String path) throws InterruptedException {
    return logins.find(address, path);
  }

  /**
   * What a tag or digest names.
   *
   * @param path the repository's path in the registry
   * @return its descriptor; empty if there is none
   * @throws WorkFailedException if the registry fails
   */
  public Optional<Descriptor> find(String path, String reference) throws InterruptedException {
    Call call = manifestCall("find", "HEAD", path, reference).with("Accept", MANIFESTS);
    HttpResponse<InputStream> answer = Tries.of(() -> transport.sendOnly(call, Set.of(200, 404)));
    if (answer.statusCode() == 404) {
      return Optional.empty();
    }
    var headers = answer.headers();
    return Optional.of(
        new Descriptor(
            headers.firstValue("Content-Type").orElse(""),
            headers
                .firstValue("Docker-Content-Digest")
                .orElseThrow(() -> transport.trouble().unexpected(call, "it names no digest")),
            headers.firstValueAsLong("Content-Length").orElse(-1)));
  }

  /**
   * Reads a manifest of whatever kind.
   *
   * @return empty if there is none
   * @throws WorkFailedException if the registry fails, or gives another than was asked for
   */
  public Optional<Manifest> manifest(String path, String reference) throws InterruptedException {
    Call call = manifestCall("read", "GET", path, reference).with("Accept", MANIFESTS);
    return Tries.of(
        () -> {
          Transport.Text answer = transport.sendForText(call, Set.of(200, 404));
          if (answer.status() == 404) {
            return Optional.empty();
          }
          Manifest manifest =
              new Manifest(answer.headers().firstValue("Content-Type").orElse(""), answer.body());
          if (reference.startsWith("sha256:") && !manifest.digest().equals(reference)) {
            throw transport.trouble().unexpected(call, "it gave other bytes than that digest's");
          }
          return Optional.of(manifest);
        });
  }

  /**
   * Stores a manifest.
   *
   * @param reference a tag, or the manifest's digest
   * @return whether the registry will itself tell that this manifest is attached to its subject
   * @throws WorkFailedException if the registry fails or refuses it
   */
  public boolean putManifest(String path, String reference, Manifest manifest)
      throws InterruptedException {
    Call call =
        manifestCall("store", "PUT", path, reference)
            .with("Content-Type", manifest.mediaType())
            .sending(() -> BodyPublishers.ofString(manifest.text()), Call.SHORT);
    return Tries.of(() -> transport.sendOnly(call, Set.of(201)))
        .headers()
        .firstValue("OCI-Subject")
        .isPresent();
  }

  /**
   * Deletes a manifest with its tags, where the registry lets one; its blobs are the registry's
   * business.
   *
   * @throws WorkFailedException if the registry fails
   */
  public void deleteManifest(String path, String digest) throws InterruptedException {
    Call call = manifestCall("delete", "DELETE", path, digest);
    Tries.of(() -> transport.sendOnly(call, Set.of(202, 400, 403, 404, 405)));
  }

  /**
   * Whether a repository has a blob.
   *
   * @throws WorkFailedException if the registry fails
   */
  public boolean hasBlob(String path, String digest) throws InterruptedException {
    Call call = Call.of("find " + blob(path, digest), "HEAD", blobUri(path, digest), path);
    return Tries.of(() -> transport.sendOnly(call, Set.of(200, 404))).statusCode() == 200;
  }

  /**
   * Reads a blob as it comes.
   *
   * @return its bytes, whose end is only reached if they have that digest; to be closed
   * @throws WorkFailedException if the registry fails, or has no such blob
   */
  public InputStream blob(String path, Descriptor blob) throws InterruptedException {
    String digest = blob.digest();
    Call call = Call.of("read " + blob(path, digest), "GET", blobUri(path, digest), path);
    return Tries.of(() -> new BlobStream(transport.send(call, Set.of(200)).body(), digest));
  }

  /**
   * Reads a small JSON blob, such as an image's configuration.
   *
   * @throws WorkFailedException if the registry fails, or it is no JSON
   */
  public JsonNode json(String path, Descriptor blob) throws InterruptedException {
    try (InputStream in = blob(path, blob)) {
      return MAPPER.readTree(in);
    } catch (IOException e) {
      throw new WorkFailedException(
          "could not read %s: %s".formatted(blob(path, blob.digest()), Trees.why(e)), e);
    }
  }

  /**
   * Takes a blob over from another repository of the registry, without moving its bytes.
   *
   * @return whether it is there now; a registry may decline
   * @throws WorkFailedException if the registry fails
   */
  public boolean mountBlob(String path, String digest, String from) throws InterruptedException {
    String query = "?mount=" + encode(digest) + "&from=" + encode(from);
    Call call =
        Call.of(
            "take over " + blob(path, digest),
            "POST",
            transport.uri(path + "/blobs/uploads/" + query),
            path);
    return Tries.of(() -> transport.sendOnly(call, Set.of(201, 202))).statusCode() == 201;
  }

  /**
   * Stores a file as a blob, unless the repository has it.
   *
   * @return its descriptor
   * @throws WorkFailedException if the registry fails, or the file cannot be read
   */
  public Descriptor pushBlob(String path, String mediaType, Path file) throws InterruptedException {
    try {
      Descriptor blob = new Descriptor(mediaType, Digests.of(file), Files.size(file));
      push(path, blob, () -> publisher(file));
      return blob;
    } catch (IOException e) {
      throw new WorkFailedException("could not read %s: %s".formatted(file, Trees.why(e)), e);
    }
  }

  /** As {@link #pushBlob(String, String, Path)}, for bytes in memory. */
  public Descriptor pushBlob(String path, String mediaType, byte[] bytes)
      throws InterruptedException {
    Descriptor blob = new Descriptor(mediaType, Digests.of(bytes), bytes.length);
    push(path, blob, () -> BodyPublishers.ofByteArray(bytes));
    return blob;
  }

  /**
   * What is attached to a manifest: the index of the referrers API; empty where the registry has no
   * such API.
   *
   * @throws WorkFailedException if the registry fails
   */
  public Optional<Manifest> referrers(String path, String digest) throws InterruptedException {
    Call call =
        Call.of(
                "read what is attached to " + path + "@" + digest,
                "GET",
                transport.uri(path + "/referrers/" + digest),
                path)
            .with("Accept", Manifest.OCI_INDEX);
    return Tries.of(
        () -> {
          Transport.Text answer = transport.sendForText(call, Set.of(200, 400, 404, 405));
          boolean has = answer.status() == 200 && answer.body().contains("\"manifests\"");
          return has
              ? Optional.of(new Manifest(Manifest.OCI_INDEX, answer.body()))
              : Optional.empty();
        });
  }

  private void push(String path, Descriptor blob, Supplier<BodyPublisher> content)
      throws InterruptedException {
    if (hasBlob(path, blob.digest())) {
      return;
    }
    String doing = "push %s (%d bytes)".formatted(blob(path, blob.digest()), blob.size());
    Tries.of(
        () -> {
          Call begin = Call.of(doing, "POST", transport.uri(path + "/blobs/uploads/"), path);
          URI place = transport.location(begin, transport.sendOnly(begin, Set.of(202)));
          String separator = place.getRawQuery() == null ? "?" : "&";
          Call upload =
              Call.of(
                      doing,
                      "PUT",
                      URI.create(place + separator + "digest=" + encode(blob.digest())),
                      path)
                  .with("Content-Type", "application/octet-stream")
                  .sending(content, Call.SHORT.plusSeconds(blob.size() / BYTES_PER_SECOND));
          return transport.sendOnly(upload, Set.of(201));
        });
  }

  private static BodyPublisher publisher(Path file) {
    try {
      return BodyPublishers.ofFile(file);
    } catch (FileNotFoundException e) {
      throw new WorkFailedException("could not read " + file + ": it is gone", e);
    }
  }

  private Call manifestCall(String doing, String method, String path, String reference) {
    String name = path + (reference.startsWith("sha256:") ? "@" : ":") + reference;
    URI uri = transport.uri(path + "/manifests/" + reference);
    return Call.of(doing + " the image " + name, method, uri, path);
  }

  private URI blobUri(String path, String digest) {
    return transport.uri(path + "/blobs/" + digest);
  }

  private static String blob(String path, String digest) {
    return "the blob %s of %s".formatted(digest.substring(0, Math.min(19, digest.length())), path);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
