package io.drover.engine.image;

import io.drover.engine.WorkFailedException;
import io.drover.engine.file.Trees;
import io.drover.engine.image.Installation.PackageFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Files from the web, each time anew. */
public final class Downloads implements PackageFiles {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(20);
  private static final Duration TIMEOUT = Duration.ofMinutes(10);

  private HttpClient http;

  /** Made when something is downloaded: it reads all authorities for TLS. */
  private synchronized HttpClient http() {
    if (http == null) {
      http =
          HttpClient.newBuilder()
              .connectTimeout(CONNECT_TIMEOUT)
              .followRedirects(HttpClient.Redirect.NORMAL)
              .build();
    }
    return http;
  }

  @Override
  public PackageFile now(String name, URI location) throws InterruptedException {
    MessageDigest digest = digest();
    get(location, BodyHandlers.ofByteArrayConsumer(bytes -> bytes.ifPresent(digest::update)));
    return new PackageFile(name, location, HexFormat.of().formatHex(digest.digest()));
  }

  @Override
  public void get(PackageFile file, Path target) throws InterruptedException {
    String digest = get(file.location(), target);
    if (!digest.equals(file.sha256())) {
      Trees.delete(target);
      throw new WorkFailedException(
          "%s has the sha256 %s, and not %s. If the file was changed on purpose, write the new digest into the file; if not, ask who serves it"
              .formatted(file.location(), digest, file.sha256()));
    }
  }

  /**
   * Downloads whatever is served at a place now.
   *
   * @param target the file to write; nothing is left there if this fails
   * @return its SHA-256 in lower-case hex digits
   * @throws WorkFailedException if it cannot be had
   */
  public String get(URI location, Path target) throws InterruptedException {
    boolean whole = false;
    try {
      get(location, BodyHandlers.ofFile(target));
      String digest = sha256(target);
      whole = true;
      return digest;
    } finally {
      if (!whole) {
        Trees.delete(target);
      }
    }
  }

  /**
   * A text.
   *
   * @throws WorkFailedException if it cannot be had
   */
  String text(URI location) throws InterruptedException {
    return get(location, BodyHandlers.ofString()).body();
  }

  /**
   * The bytes of a small file.
   *
   * @throws WorkFailedException if it cannot be had
   */
  byte[] bytes(URI location) throws InterruptedException {
    return get(location, BodyHandlers.ofByteArray()).body();
  }

  private static String sha256(Path file) {
    MessageDigest digest = digest();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new WorkFailedException("could not read %s: %s".formatted(file, Trees.why(e)), e);
    }
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private <T> HttpResponse<T> get(URI location, BodyHandler<T> handler)
      throws InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(location).timeout(TIMEOUT).build();
    CompletableFuture<HttpResponse<T>> pending = http().sendAsync(request, handler);
    try {
      // The request's own time limit ends with the headers of the answer.
      HttpResponse<T> answer = pending.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
      if (answer.statusCode() != 200) {
        throw failure(location, "the server answered with status " + answer.statusCode(), null);
      }
      return answer;
    } catch (ExecutionException e) {
      String why =
          e.getCause() instanceof IOException io && io.getMessage() != null
              ? Trees.why(io)
              : e.getCause().getClass().getSimpleName();
      throw failure(location, why, e);
    } catch (TimeoutException e) {
      throw failure(location, "it did not end within %d s".formatted(TIMEOUT.toSeconds()), e);
    } finally {
      pending.cancel(true);
    }
  }

  private static WorkFailedException failure(URI location, String why, Exception cause) {
    return new WorkFailedException("could not download %s: %s".formatted(location, why), cause);
  }
}
