package io.drover.engine.image.layers;

import io.drover.engine.image.UnsuitableRecipeException;
import io.drover.engine.image.layers.FileTree.Kind;
import io.drover.engine.image.layers.FileTree.Node;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;

/**
 * Writes what dpkg would leave of a package on a runtime: its files where the runtime's links lead,
 * what its scripts leave behind, and dpkg's notes about it. What cannot be written without changing
 * something that is there already is refused.
 */
final class PackageContent {
  private static final String INFO = "var/lib/dpkg/info/";
  private static final Pattern LIBRARY =
      Pattern.compile("(usr/)?lib(/[a-z0-9_]+-linux-gnu[a-z0-9]*)?/(lib|ld-)[^/]*\\.so[^/]*");

  private final BaseSystem base;
  private final Stanza control;
  private final Map<String, byte[]> notes;
  private final List<Effect> effects;
  private final Accounts accounts;
  private final PathFilter filter;
  private final Set<String> diverted;
  private final LayerWriter layer;

  private final Set<String> written = new TreeSet<>();
  private final Map<String, String> files = new TreeMap<>();
  private final Map<String, String> hashes = new TreeMap<>();
  private final Map<String, String> libraries = new TreeMap<>();
  private final Map<String, byte[]> sources = new TreeMap<>();
  private final StringBuilder list = new StringBuilder();
  private long newest;

  /**
   * The content of a package.
   *
   * @param control its control file
   * @param notes its control archive
   * @param effects what its scripts leave behind
   */
  PackageContent(
      BaseSystem base,
      Stanza control,
      Map<String, byte[]> notes,
      List<Effect> effects,
      LayerWriter layer) {
    this.base = base;
    this.control = control;
    this.notes = notes;
    this.effects = effects;
    this.accounts = base.accounts();
    this.filter = base.filter();
    this.diverted = new TreeSet<>(base.diverted());
    this.layer = layer;
  }

  /**
   * Writes everything.
   *
   * @throws UnsuitableRecipeException if it does not fit into the runtime
   */
  PackageLayer write(Deb deb) throws IOException {
    deb.files((entry, content) -> add(entry, content));
    for (Effect effect : effects) {
      add(effect);
    }
    addNotes();
    LayerWriter.Written result = layer.finish();
    libraries.entrySet().removeIf(l -> !files.containsKey(l.getKey()));
    return new PackageLayer(
        result.digest(),
        result.size(),
        result.diffId(),
        statusParagraph().text(),
        newest,
        files,
        triggers("interest"),
        List.copyOf(triggers("activate").keySet()),
        libraries);
  }

  private void add(TarArchiveEntry entry, InputStream content) throws IOException {
    String path = FileTree.plain(entry.getName());
    list.append('/').append(path.isEmpty() ? "." : path).append('\n');
    newest = Math.max(newest, seconds(entry));
    if (path.isEmpty() || filter.excludes("/" + path, entry.isDirectory())) {
      return;
    }
    if (diverted.contains("/" + path)) {
      throw refused("/" + path + " has an owner or a place of its own in the runtime");
    }
    if (path.startsWith("etc/ld.so.conf.d/")) {
      throw refused("/" + path + " has the dynamic linker look into further folders");
    }
    if (entry.isDirectory()) {
      addFolder(base.tree().resolveAll(path), node(Kind.FOLDER, entry));
      return;
    }
    String place = base.tree().resolve(path);
    if (base.tree().find(place).isPresent()) {
      throw refused("/" + place + " is in the runtime already");
    }
    addParents(place);
    addLeaf(path, place, entry, content);
    files.put(place, PackageLayer.FILE);
  }

  private void addLeaf(String path, String place, TarArchiveEntry entry, InputStream content)
      throws IOException {
    if (entry.isSymbolicLink()) {
      layer.link(place, node(Kind.LINK, entry));
    } else if (entry.isLink()) {
      String target = base.tree().resolve(FileTree.plain(entry.getLinkName()));
      if (!files.containsKey(target)) {
        throw refused("/" + path + " is a link to a file that is left out");
      }
      layer.hardLink(place, target, node(Kind.FILE, entry));
      hashes.put(path, hashes.get(FileTree.plain(entry.getLinkName())));
    } else if (entry.isFile()) {
      addFile(path, place, entry, content);
    } else {
      throw refused("/" + path + " is neither file, folder nor link");
    }
  }

  private void addFile(String path, String place, TarArchiveEntry entry, InputStream content)
      throws IOException {
    MessageDigest md5 = md5();
    InputStream hashed = new DigestInputStream(content, md5);
    Node node = node(Kind.FILE, entry);
    if (isWanted(path) || LIBRARY.matcher(place).matches()) {
      byte[] bytes = hashed.readAllBytes();
      sources.put(path, isWanted(path) ? bytes : new byte[0]);
      SharedLibrary.name(bytes)
          .filter(name -> LIBRARY.matcher(place).matches())
          .ifPresent(name -> libraries.put(FileTree.parent(place) + "/" + name, name));
      layer.file(place, node, bytes);
    } else {
      layer.file(place, node, entry.getSize(), hashed);
    }
    hashes.put(path, HexFormat.of().formatHex(md5.digest()));
  }

  /** Whether a script copies that file. */
  private boolean isWanted(String path) {
    return effects.stream()
        .anyMatch(e -> e instanceof Effect.Copy c && c.from().equals("/" + path));
  }

  private void addFolder(String place, Node node) throws IOException {
    if (!base.tree().isFolder(place) && base.tree().find(place).isPresent()) {
      throw refused("/" + place + " is in the runtime already, and no folder there");
    }
    addParents(place);
    if (!written.add(place)) {
      return;
    }
    if (base.tree().isFolder(place)) {
      // dpkg leaves folders as they are.
      layer.folder(place, base.folder(place).orElseThrow());
      return;
    }
    Node own = node;
    for (Effect effect : effects) {
      if (effect instanceof Effect.Folder folder && folder.path().equals("/" + place)) {
        own = node(Kind.FOLDER, folder.mode(), folder.owner());
      }
    }
    layer.folder(place, own);
    files.put(place, "folder %d:%d %o".formatted(own.user(), own.group(), own.mode()));
  }

  private void addParents(String place) throws IOException {
    String parent = FileTree.parent(place);
    if (PackageLayer.FILE.equals(files.get(parent))) {
      throw refused("/" + parent + " is both a link and a folder");
    }
    if (!parent.isEmpty() && !written.contains(parent)) {
      addFolder(parent, new Node(Kind.FOLDER, 0755, 0, 0, newest, ""));
    }
  }

  private void add(Effect effect) throws IOException {
    String place = base.tree().resolve(FileTree.plain(effect.path()));
    boolean there = base.tree().find(place).isPresent() || files.containsKey(place);
    if (there && effect.path().startsWith(Effect.ALTERNATIVES)) {
      throw refused("it is one more alternative for " + place.replaceFirst(".*/", ""));
    }
    if (there || filter.excludes(effect.path(), false)) {
      return;
    }
    if (effect instanceof Effect.Folder folder) {
      addFolder(place, node(Kind.FOLDER, folder.mode(), folder.owner()));
      return;
    }
    addParents(place);
    if (effect instanceof Effect.File file) {
      byte[] text = file.text().getBytes(StandardCharsets.UTF_8);
      layer.file(place, node(Kind.FILE, file.mode(), file.owner()), text);
    } else if (effect instanceof Effect.Link link) {
      layer.link(place, new Node(Kind.LINK, 0777, 0, 0, newest, link.target()));
    } else if (effect instanceof Effect.Copy copy) {
      byte[] bytes = sources.get(FileTree.plain(copy.from()));
      if (bytes == null) {
        throw refused("its script copies " + copy.from() + ", which is not in it");
      }
      layer.file(place, newest, bytes);
    }
    files.put(place, PackageLayer.FILE);
  }

  /** dpkg's own notes, as {@code /var/lib/dpkg/info} has them. */
  private void addNotes() throws IOException {
    Map<String, byte[]> all = new TreeMap<>(notes);
    all.remove("control");
    all.put("list", list.toString().getBytes(StandardCharsets.UTF_8));
    // Packages should bring these; dpkg counts them itself where they do not.
    all.computeIfAbsent("md5sums", name -> md5sums().getBytes(StandardCharsets.UTF_8));
    addParents(INFO + "list");
    for (Map.Entry<String, byte[]> note : all.entrySet()) {
      boolean script = note.getKey().matches("(pre|post)(inst|rm)|config");
      String path = INFO + control.dpkgName() + "." + note.getKey();
      layer.file(
          path, new Node(Kind.FILE, script ? 0755 : 0644, 0, 0, newest, ""), note.getValue());
      files.put(path, PackageLayer.FILE);
    }
  }

  private String md5sums() {
    Set<String> conffiles = Set.copyOf(conffiles());
    return hashes.entrySet().stream()
        .filter(file -> !conffiles.contains("/" + file.getKey()))
        .map(file -> file.getValue() + "  " + file.getKey() + "\n")
        .collect(Collectors.joining());
  }

  private Stanza statusParagraph() {
    Stanza status = control.with("Status", "install ok installed");
    String conffiles =
        conffiles().stream()
            .filter(path -> hashes.containsKey(FileTree.plain(path)))
            .map(path -> "\n " + path + " " + hashes.get(FileTree.plain(path)))
            .collect(Collectors.joining());
    return conffiles.isEmpty() ? status : status.with("Conffiles", conffiles);
  }

  private List<String> conffiles() {
    return lines("conffiles").stream().filter(line -> line.startsWith("/")).toList();
  }

  /** The triggers of a kind, with how they wait: {@code await}, {@code noawait} or nothing. */
  private Map<String, String> triggers(String kind) {
    Map<String, String> triggers = new TreeMap<>();
    for (String line : lines("triggers")) {
      String[] words = line.split("\\s+");
      if (words.length == 2 && words[0].matches(kind + "(-(no)?await)?")) {
        triggers.put(words[1], words[0].substring(kind.length()).replace("-", ""));
      }
    }
    return triggers;
  }

  private List<String> lines(String note) {
    byte[] text = notes.getOrDefault(note, new byte[0]);
    List<String> lines = new ArrayList<>();
    new String(text, StandardCharsets.UTF_8).lines().map(String::strip).forEach(lines::add);
    return lines;
  }

  /** An owner is looked up by name, as the number may be another in the runtime. */
  private Node node(Kind kind, TarArchiveEntry entry) {
    return new Node(
        kind,
        entry.getMode() & 07777,
        accounts.user(entry.getUserName()).orElse(entry.getLongUserId()),
        accounts.group(entry.getGroupName()).orElse(entry.getLongGroupId()),
        seconds(entry),
        kind == Kind.LINK ? entry.getLinkName() : "");
  }

  private Node node(Kind kind, int mode, String owner) {
    String[] names = owner.split(":");
    long user = accounts.user(names[0]).orElseThrow(() -> unknown(names[0]));
    long group = accounts.group(names[1]).orElseThrow(() -> unknown(names[1]));
    return new Node(kind, mode, user, group, newest, "");
  }

  private UnsuitableRecipeException unknown(String name) {
    return refused("the runtime does not know " + name);
  }

  private UnsuitableRecipeException refused(String why) {
    return new UnsuitableRecipeException("package %s: %s".formatted(control.get("Package"), why));
  }

  private static long seconds(TarArchiveEntry entry) {
    return entry.getLastModifiedTime().to(TimeUnit.SECONDS);
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }
}
