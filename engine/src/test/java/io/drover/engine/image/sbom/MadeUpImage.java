package io.drover.engine.image.sbom;

import io.drover.engine.image.registry.Descriptor;
import io.drover.engine.image.registry.Manifest;
import io.drover.engine.image.registry.RegistryClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** An image of a few text files, pushed layer by layer; the same bytes on every machine. */
final class MadeUpImage {
  static final String PATH = "shop/catalog";
  private static final String LAYER = "application/vnd.oci.image.layer.v1.tar";

  private final RegistryClient client;
  private final List<String> layers = new ArrayList<>();

  MadeUpImage(RegistryClient client) {
    this.client = client;
  }

  /** Adds a layer of files, path to text. */
  MadeUpImage layer(Map<String, String> files) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      for (Map.Entry<String, String> file : new TreeMap<>(files).entrySet()) {
        add(tar, file.getKey(), file.getValue());
      }
    }
    return push(LAYER, bytes.toByteArray());
  }

  /** Adds a layer of bytes. */
  MadeUpImage push(String mediaType, byte[] bytes) throws Exception {
    layers.add(json(client.pushBlob(PATH, mediaType, bytes)));
    return this;
  }

  /** The image, in the registry. */
  Manifest image() throws Exception {
    String config = "{\"config\": {\"Labels\": {\"io.drover.builder\": \"buildah\"}}}";
    Descriptor pushed =
        client.pushBlob(PATH, "application/vnd.oci.image.config.v1+json", config.getBytes());
    Manifest manifest =
        new Manifest(
            Manifest.OCI,
            "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s]}"
                .formatted(
                    Manifest.OCI, json(pushed), layers.stream().collect(Collectors.joining(","))));
    client.putManifest(PATH, manifest.digest(), manifest);
    return manifest;
  }

  private static void add(TarArchiveOutputStream tar, String path, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    TarArchiveEntry entry = new TarArchiveEntry(path);
    entry.setSize(bytes.length);
    entry.setModTime(0L);
    tar.putArchiveEntry(entry);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }

  private static String json(Descriptor d) {
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
        .formatted(d.mediaType(), d.digest(), d.size());
  }
}
