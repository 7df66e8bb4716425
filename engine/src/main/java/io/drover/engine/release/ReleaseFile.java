package io.drover.engine.release;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.drover.engine.WorkFailedException;
import io.drover.engine.file.Trees;
import io.drover.engine.release.Release.ReleasedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A release in a file: {@code {"images": {"<application>": {"image": "repository@sha256:…",
 * "version": "1.2"}}}}.
 */
public final class ReleaseFile {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern IMAGE = Pattern.compile("[^\\s@]+@sha256:[0-9a-f]{64}");
  private static final int SHORT_DIGEST = 12;

  private ReleaseFile() {}

  /**
   * Reads a release.
   *
   * @throws WorkFailedException if the file cannot be read, or holds no release
   */
  public static Release read(Path file) {
    JsonNode images = json(file).path("images");
    if (!images.isObject()) {
      throw new WorkFailedException(
          "%s is no release: it has no `images`. %s".formatted(file, form()));
    }
    Map<String, ReleasedImage> released = new TreeMap<>();
    images
        .properties()
        .forEach(
            entry -> released.put(entry.getKey(), image(file, entry.getKey(), entry.getValue())));
    return new Release(released);
  }

  private static JsonNode json(Path file) {
    try {
      JsonNode root = JSON.readTree(Files.readAllBytes(file));
      return root == null ? JSON.missingNode() : root;
    } catch (NoSuchFileException e) {
      throw new WorkFailedException("there is no file %s to read a release from".formatted(file));
    } catch (JsonProcessingException e) {
      throw new WorkFailedException(
          "%s:%d:%d is no JSON: %s"
              .formatted(
                  file,
                  e.getLocation().getLineNr(),
                  e.getLocation().getColumnNr(),
                  e.getOriginalMessage().lines().findFirst().orElse("")),
          e);
    } catch (IOException e) {
      throw new WorkFailedException("could not read %s: %s".formatted(file, Trees.why(e)), e);
    }
  }

  private static ReleasedImage image(Path file, String application, JsonNode entry) {
    String where = "%s: application %s".formatted(file, application);
    JsonNode image = entry.path("image");
    if (!image.isTextual()) {
      throw new WorkFailedException("%s has no `image`. %s".formatted(where, form()));
    }
    return image(where, image.asText(), entry.path("version").asText(""));
  }

  /**
   * An image of a release.
   *
   * @param where names it in errors
   * @param image {@code repository@sha256:…}
   * @param version for people; empty: the beginning of the digest
   * @throws WorkFailedException if the image has no digest
   */
  public static ReleasedImage image(String where, String image, String version) {
    if (!IMAGE.matcher(image).matches()) {
      throw new WorkFailedException(
          "%s: %s is no image with a digest; a tag can change what it means. Write repository@sha256:… with 64 hex digits"
              .formatted(where, image));
    }
    int digest = image.indexOf(':', image.indexOf('@')) + 1;
    String known = version.isEmpty() ? image.substring(digest, digest + SHORT_DIGEST) : version;
    return new ReleasedImage(image, known);
  }

  private static String form() {
    return "A release is written as {\"images\": {\"application\":"
        + " {\"image\": \"repository@sha256:…\", \"version\": \"1.2\"}}}";
  }
}
