package io.drover.engine.image.sbom;

import io.drover.engine.WorkFailedException;
import io.drover.engine.file.Trees;
import io.drover.engine.image.registry.Descriptor;
import io.drover.engine.image.registry.Manifest;
import io.drover.engine.image.registry.RegistryClient;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPInputStream;

/**
 * Reads what images have installed from their layers in the registry, whoever built them. A layer
 * passes through once and is not kept; images share most of theirs.
 */
final class ImageReader {
  private static final int BUFFER = 64 * 1024;

  private final RegistryClient client;
  private final Map<String, LayerFiles> layers = new ConcurrentHashMap<>();

  ImageReader(RegistryClient client) {
    this.client = client;
  }

  /**
   * What an image has installed.
   *
   * @param path the repository's path in the registry
   * @throws WorkFailedException if the registry fails, or a layer is broken
   */
  ImageContents read(String path, Manifest image) throws InterruptedException {
    Map<String, String> files = new TreeMap<>();
    boolean complete = true;
    for (Descriptor layer : image.layers()) {
      Optional<LayerFiles> read = read(path, layer);
      read.ifPresent(changes -> changes.applyTo(files));
      complete &= read.isPresent();
    }
    return ImageContents.of(files, complete);
  }

  /** Empty for compressions that this JDK does not know and for layers that others keep. */
  private Optional<LayerFiles> read(String path, Descriptor layer) throws InterruptedException {
    boolean zipped = layer.mediaType().endsWith("gzip");
    boolean plain = layer.mediaType().endsWith(".tar");
    if (!zipped && !plain || layer.mediaType().matches(".*(nondistributable|foreign).*")) {
      return Optional.empty();
    }
    LayerFiles known = layers.get(layer.digest());
    if (known != null) {
      return Optional.of(known);
    }
    try (InputStream blob = new BufferedInputStream(client.blob(path, layer), BUFFER)) {
      InputStream tar = zipped ? new GZIPInputStream(blob, BUFFER) : blob;
      LayerFiles files = LayerFiles.read(tar, ImageContents::isWanted);
      blob.transferTo(java.io.OutputStream.nullOutputStream());
      layers.put(layer.digest(), files);
      return Optional.of(files);
    } catch (IOException e) {
      throw new WorkFailedException(
          "could not read the layer %s of %s: %s".formatted(layer.digest(), path, Trees.why(e)), e);
    }
  }
}
