package io.drover.engine.image.layers;

import io.drover.engine.WorkFailedException;
import io.drover.engine.file.Trees;
import io.drover.engine.image.ImageReference;
import io.drover.engine.image.Registry;
import io.drover.engine.image.UnsuitableRecipeException;
import io.drover.engine.image.layers.FileTree.Kind;
import io.drover.engine.image.layers.FileTree.Node;
import io.drover.engine.image.registry.Descriptor;
import io.drover.engine.image.registry.Manifest;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Reads runtimes out of the registry, each once: what is known of one is kept in a folder, as a tar
 * archive of its files without contents and a tree of the few whose content matters.
 */
final class BaseSystems {
  private static final String WHITEOUT = ".wh.";
  private static final String OPAQUE = ".wh..wh..opq";

  /** Keys, package sources, dpkg's status: nothing of these is larger. */
  private static final long LARGEST_KEPT = 64L * 1024 * 1024;

  private final Registry registry;
  private final Folders folders;
  private final Map<String, BaseSystem> known = new TreeMap<>();

  BaseSystems(Registry registry, Folders folders) {
    this.registry = registry;
    this.folders = folders;
  }

  /** What is installed in a runtime. */
  synchronized BaseSystem read(ImageReference base, Manifest manifest, Consumer<String> log)
      throws InterruptedException {
    Path folder = folders.bases().resolve(base.digest().replace(':', '-'));
    if (!Files.isDirectory(folder)) {
      log.accept("reading the runtime %s, once".formatted(base));
      keep(base, manifest, folder);
      known.remove(base.digest());
    }
    folders.use(folder);
    if (!known.containsKey(base.digest())) {
      known.put(base.digest(), open(base, folder));
    }
    return known.get(base.digest());
  }

  private void keep(ImageReference base, Manifest manifest, Path folder)
      throws InterruptedException {
    Path half = folders.half(folders.bases());
    try {
      write(load(registry.path(base), manifest.layers()), Trees.make(half));
      Trees.move(half, folder);
    } catch (IOException e) {
      throw new WorkFailedException(
          "could not keep what is in the runtime %s: %s".formatted(base, Trees.why(e)), e);
    } catch (WorkFailedException e) {
      // Another process may have been quicker.
      if (!Files.isDirectory(folder)) {
        throw e;
      }
    } finally {
      Trees.delete(half);
    }
  }

  private static BaseSystem open(ImageReference base, Path folder) {
    try {
      return new BaseSystem(
          base.digest(), tree(folder.resolve("tree.tar")), folder.resolve("kept"));
    } catch (IOException e) {
      throw new WorkFailedException("could not read %s: %s".formatted(folder, Trees.why(e)), e);
    }
  }

  private record Loaded(FileTree tree, Map<String, byte[]> contents) {}

  private Loaded load(String path, List<Descriptor> layers)
      throws InterruptedException, IOException {
    Loaded all = new Loaded(new FileTree(), new TreeMap<>());
    for (Descriptor layer : layers) {
      try (InputStream blob = registry.client().blob(path, layer);
          TarArchiveInputStream tar =
              new TarArchiveInputStream(
                  new BufferedInputStream(unpacked(blob, layer.mediaType()), 1 << 16),
                  StandardCharsets.UTF_8.name())) {
        add(tar, all);
        blob.transferTo(java.io.OutputStream.nullOutputStream());
      }
    }
    all.contents().keySet().removeIf(file -> all.tree().find(file).isEmpty());
    return all;
  }

  private static InputStream unpacked(InputStream blob, String mediaType) throws IOException {
    if (mediaType.endsWith("gzip")) {
      return new GZIPInputStream(blob, 1 << 16);
    }
    if (mediaType.endsWith(".tar")) {
      return blob;
    }
    throw new UnsuitableRecipeException("the runtime has a layer of the kind " + mediaType);
  }

  private static void add(TarArchiveInputStream tar, Loaded all) throws IOException {
    Set<String> ofThisLayer = new TreeSet<>();
    for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
      String path = FileTree.plain(e.getName());
      String name = path.substring(path.lastIndexOf('/') + 1);
      if (name.equals(OPAQUE)) {
        // It hides what is in the layers below, not what came before it in this one.
        String folder = FileTree.parent(path);
        all.tree()
            .nodes()
            .keySet()
            .removeIf(
                p ->
                    (p + "/").startsWith(folder + "/")
                        && !p.equals(folder)
                        && !ofThisLayer.contains(p));
      } else if (name.startsWith(WHITEOUT)) {
        all.tree()
            .remove(
                path.substring(0, path.length() - name.length())
                    + name.substring(WHITEOUT.length()));
      } else if (!path.isEmpty()) {
        ofThisLayer.add(path);
        all.tree().put(path, node(e));
        if (BaseSystem.KEPT.matcher(path).matches()) {
          keep(path, e, tar, all.contents());
        }
      }
    }
  }

  private static void keep(
      String path, TarArchiveEntry entry, InputStream tar, Map<String, byte[]> contents)
      throws IOException {
    contents.remove(path);
    if (entry.isLink()) {
      byte[] same = contents.get(FileTree.plain(entry.getLinkName()));
      if (same != null) {
        contents.put(path, same);
      }
    } else if (entry.isFile() && entry.getSize() < LARGEST_KEPT) {
      contents.put(path, tar.readAllBytes());
    }
  }

  private static Node node(TarArchiveEntry entry) {
    Kind kind = Kind.OTHER;
    if (entry.isDirectory()) {
      kind = Kind.FOLDER;
    } else if (entry.isSymbolicLink()) {
      kind = Kind.LINK;
    } else if (entry.isFile() || entry.isLink()) {
      kind = Kind.FILE;
    }
    return new Node(
        kind,
        entry.getMode() & 07777,
        entry.getLongUserId(),
        entry.getLongGroupId(),
        entry.getLastModifiedTime().to(java.util.concurrent.TimeUnit.SECONDS),
        kind == Kind.LINK ? entry.getLinkName() : "");
  }

  private static void write(Loaded all, Path folder) throws IOException {
    Path kept = Trees.make(folder.resolve("kept"));
    for (String path : all.tree().nodes().keySet()) {
      if (BaseSystem.KEPT.matcher(path).matches()) {
        // A link is kept as the file that it leads to, so that nobody follows it out of here.
        byte[] content = all.contents().get(all.tree().resolveAll(path));
        if (content != null && all.tree().find(path).orElseThrow().kind() != Kind.FOLDER) {
          Files.createDirectories(kept.resolve(path).getParent());
          Files.write(kept.resolve(path), content);
        }
      }
    }
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(
            new BufferedOutputStream(Files.newOutputStream(folder.resolve("tree.tar"))),
            StandardCharsets.UTF_8.name())) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      for (Map.Entry<String, Node> node : all.tree().nodes().entrySet()) {
        tar.putArchiveEntry(entry(node.getKey(), node.getValue()));
        tar.closeArchiveEntry();
      }
    }
  }

  private static TarArchiveEntry entry(String path, Node node) {
    byte type =
        switch (node.kind()) {
          case FOLDER -> TarConstants.LF_DIR;
          case FILE -> TarConstants.LF_NORMAL;
          case LINK -> TarConstants.LF_SYMLINK;
          case OTHER -> TarConstants.LF_FIFO;
        };
    TarArchiveEntry entry = new TarArchiveEntry(path, type);
    entry.setMode(node.mode());
    entry.setUserId(node.user());
    entry.setGroupId(node.group());
    entry.setModTime(node.time() * 1000);
    entry.setLinkName(node.target());
    return entry;
  }

  private static FileTree tree(Path file) throws IOException {
    FileTree tree = new FileTree();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(
            new BufferedInputStream(Files.newInputStream(file), 1 << 16),
            StandardCharsets.UTF_8.name())) {
      for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
        tree.put(FileTree.plain(e.getName()), node(e));
      }
    }
    return tree;
  }
}
