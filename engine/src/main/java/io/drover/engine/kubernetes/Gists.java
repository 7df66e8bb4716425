package io.drover.engine.kubernetes;

import io.drover.config.model.Environment;
import io.drover.config.model.Gist;
import io.drover.engine.WorkFailedException;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Objects made of files. */
final class Gists {
  private static final Pattern KEY = Pattern.compile("[-._a-zA-Z0-9]{1,253}");
  private static final int MOST_BYTES = 1024 * 1024;

  private final Desired desired;

  private Gists(Desired desired) {
    this.desired = desired;
  }

  /** One for each gist of the environment, in the order of the file. */
  static List<ResourceManifests> of(Desired desired) {
    Gists gists = new Gists(desired);
    return desired.environment().gists().stream()
        .map(gist -> new ResourceManifests(gist.name(), "gist", List.of(gists.object(gist))))
        .toList();
  }

  /** Files that serve where only the kinds of the objects are asked for. */
  static Map<String, byte[]> placeholders(Environment environment) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (Gist gist : environment.gists()) {
      if (gist instanceof Gist.Manifest manifest) {
        files.put(manifest.path(), GistManifest.placeholder(gist.type()));
      }
    }
    for (Gist gist : environment.gists()) {
      if (gist instanceof Gist.Files made) {
        made.files().forEach(path -> files.putIfAbsent(path, new byte[0]));
      }
    }
    return files;
  }

  private HasMetadata object(Gist gist) {
    String type = gist.type().name().toLowerCase(Locale.ROOT);
    ObjectMeta metadata = ResourceObjects.metadata(desired, gist.name(), type, Optional.empty());
    if (gist instanceof Gist.Manifest manifest) {
      return GistManifest.read(where(gist), manifest, content(gist, manifest.path()), metadata);
    }
    Map<String, byte[]> files = files((Gist.Files) gist);
    return switch (gist.type()) {
      case CONFIGMAP -> configMap(files, metadata);
      case SECRET -> secret(files, metadata);
      case JOB, CRONJOB ->
          throw new WorkFailedException(where(gist) + ": a " + type + " is made of a `path`");
    };
  }

  private String where(Gist gist) {
    return "gist %s of %s".formatted(gist.name(), desired.environment().name());
  }

  private byte[] content(Gist gist, String path) {
    byte[] content = desired.files().get(path);
    if (content == null) {
      throw new WorkFailedException("%s: there is no file %s".formatted(where(gist), path));
    }
    return content;
  }

  private Map<String, byte[]> files(Gist.Files gist) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    int bytes = 0;
    for (String path : gist.files()) {
      String key = path.substring(path.lastIndexOf('/') + 1);
      byte[] content = content(gist, path);
      bytes += content.length;
      if (!KEY.matcher(key).matches()) {
        throw new WorkFailedException(
            "%s: %s cannot be a key; a file's name has letters, digits, `-`, `_` and `.` only"
                .formatted(where(gist), path));
      }
      if (files.put(key, content) != null) {
        throw new WorkFailedException(
            "%s: two files are called %s; rename one".formatted(where(gist), key));
      }
    }
    if (bytes > MOST_BYTES) {
      throw new WorkFailedException(
          "%s: its files have %d bytes, and Kubernetes takes 1 MiB; make several gists of them"
              .formatted(where(gist), bytes));
    }
    return files;
  }

  private static HasMetadata secret(Map<String, byte[]> files, ObjectMeta metadata) {
    SecretBuilder secret = new SecretBuilder().withMetadata(metadata).withType("Opaque");
    files.forEach((key, content) -> secret.addToData(key, base64(content)));
    return secret.build();
  }

  private static HasMetadata configMap(Map<String, byte[]> files, ObjectMeta metadata) {
    ConfigMapBuilder configMap = new ConfigMapBuilder().withMetadata(metadata);
    files.forEach(
        (key, content) ->
            text(content)
                .ifPresentOrElse(
                    text -> configMap.addToData(key, text),
                    () -> configMap.addToBinaryData(key, base64(content))));
    return configMap.build();
  }

  private static String base64(byte[] content) {
    return Base64.getEncoder().encodeToString(content);
  }

  private static Optional<String> text(byte[] content) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
