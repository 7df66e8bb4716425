package io.drover.engine.image.sbom;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * What a layer changes among the files that are looked for. Source: OCI image specification, "Image
 * Layer Filesystem Changeset".
 *
 * @param files path without a slash in front to text
 * @param removed paths of files and folders of lower layers that are gone
 * @param emptied folders whose contents of lower layers are gone
 */
record LayerFiles(Map<String, String> files, List<String> removed, List<String> emptied) {
  private static final String WHITEOUT = ".wh.";
  private static final String OPAQUE = ".wh..wh..opq";

  /** Longer ones are not what package managers write. */
  private static final int LONGEST = 64 * 1024 * 1024;

  /** Reads an unpacked layer to its end. */
  static LayerFiles read(InputStream layer, Predicate<String> wanted) throws IOException {
    Map<String, String> files = new TreeMap<>();
    List<String> removed = new ArrayList<>();
    List<String> emptied = new ArrayList<>();
    TarArchiveInputStream tar = new TarArchiveInputStream(layer);
    for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
      String path = entry.getName().replaceFirst("^(\\./|/)+", "").replaceFirst("/$", "");
      String folder = path.substring(0, path.lastIndexOf('/') + 1);
      String name = path.substring(folder.length());
      if (name.equals(OPAQUE)) {
        emptied.add(folder);
      } else if (name.startsWith(WHITEOUT)) {
        removed.add(folder + name.substring(WHITEOUT.length()));
      } else if (entry.isFile() && entry.getSize() <= LONGEST && wanted.test(path)) {
        files.put(path, new String(tar.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    // The digest is only checked at the end.
    layer.transferTo(java.io.OutputStream.nullOutputStream());
    return new LayerFiles(files, removed, emptied);
  }

  /** Changes the files of the layers below. */
  void applyTo(Map<String, String> all) {
    all.keySet().removeIf(path -> emptied.stream().anyMatch(path::startsWith));
    all.keySet()
        .removeIf(
            path -> removed.stream().anyMatch(r -> path.equals(r) || path.startsWith(r + "/")));
    all.putAll(files);
  }
}
