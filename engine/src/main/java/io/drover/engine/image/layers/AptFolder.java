package io.drover.engine.image.layers;

import io.drover.engine.WorkFailedException;
import io.drover.engine.file.AtomicFile;
import io.drover.engine.file.Trees;
import io.drover.engine.image.CachedPackages;
import io.drover.engine.image.Installation.AptSource;
import io.drover.engine.image.UnsuitableRecipeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The folder in which apt works for a runtime: with its sources, keys, pins and status, and nothing
 * of this machine's. The runtime's own {@code apt.conf} is left out, as it may name programs to
 * run.
 */
final class AptFolder {
  /** Ways to packages that lead to files of this machine, or run programs on it. */
  private static final Pattern LOCAL =
      Pattern.compile("(?mi)^\\s*(deb(-src)?|URIs:)[^#\\n]*\\s(file|copy|cdrom|rsh|ssh|store):");

  private static final String UPDATED = "updated";

  private final Path root;
  private final Path status;

  private AptFolder(Path root, Path status) {
    this.root = root;
    this.status = status;
  }

  /**
   * Prepares the folder for the runtime's sources and further ones; package lists that are there
   * already stay.
   */
  static AptFolder prepare(Path root, BaseSystem base, List<AptSource> sources) {
    AptFolder folder = new AptFolder(root, base.kept().resolve("var/lib/dpkg/status"));
    return folder.prepared(base, sources, true);
  }

  /** Prepares the folder for those sources alone, as if nothing was installed. */
  static AptFolder alone(Path root, BaseSystem base, List<AptSource> sources) {
    return new AptFolder(root, root.resolve("none")).prepared(base, sources, false);
  }

  /**
   * Prepares the folder for a cache in place of the runtime's sources. apt takes its word for what
   * it has at any time, so that lists that are there already stay.
   */
  static AptFolder cached(
      Path root, BaseSystem base, CachedPackages cache, List<AptSource> sources) {
    Path status = base.kept().resolve("var/lib/dpkg/status");
    AptFolder folder = new AptFolder(root, status).prepared(base, cache.with(sources), false);
    AtomicFile.write(root.resolve("etc/preferences"), cache.preferences());
    return folder;
  }

  private AptFolder prepared(BaseSystem base, List<AptSource> sources, boolean withRuntimes) {
    try {
      write(base, sources, withRuntimes);
      if (status.startsWith(root)) {
        write(status, "");
      }
    } catch (IOException e) {
      throw new WorkFailedException("could not write %s: %s".formatted(root, Trees.why(e)), e);
    }
    return this;
  }

  /** apt's configuration. */
  Path configuration() {
    return root.resolve("apt.conf");
  }

  /** The lists of the sources, as the last update left them, sorted. */
  List<Path> lists() {
    return Trees.glob(root.resolve("lists"), "*");
  }

  /** Notes that all lists were just read. */
  void noteUpdate() {
    AtomicFile.write(root.resolve(UPDATED), "");
  }

  /** As if the lists had never been read: those of a cache change at any time. */
  void forgetUpdate() {
    Trees.delete(root.resolve(UPDATED));
  }

  /** Whether all lists were read after a moment. */
  boolean isUpdatedSince(Instant moment) {
    Path note = root.resolve(UPDATED);
    return Files.exists(note) && Instant.ofEpochMilli(note.toFile().lastModified()).isAfter(moment);
  }

  private void write(BaseSystem base, List<AptSource> sources, boolean withRuntimes)
      throws IOException {
    Path etc = Trees.fresh(root.resolve("etc"));
    for (Path file : withRuntimes ? base.files("etc/apt") : List.<Path>of()) {
      String name = base.kept().resolve("etc/apt").relativize(file).toString();
      if (name.matches("sources\\.list|sources\\.list\\.d/.*")) {
        write(etc.resolve(name), withKeysOf(base, text(base, file)));
      } else if (name.matches("(trusted\\.gpg|preferences|auth\\.conf)(\\.d/.*)?")) {
        Trees.copy(file, etc.resolve(name));
      }
    }
    for (int i = 0; i < sources.size(); i++) {
      write(etc, "drover-" + i, sources.get(i), base);
    }
    Trees.make(root.resolve("lists/partial"));
    Trees.make(root.resolve("archives/partial"));
    write(configuration(), configuration(base));
  }

  private static String text(BaseSystem base, Path file) {
    String text = base.text(base.kept().relativize(file).toString());
    if (LOCAL.matcher(text).find()) {
      throw new UnsuitableRecipeException(
          "the runtime's package source %s leads to files of its own machine"
              .formatted("/" + base.kept().relativize(file)));
    }
    return text;
  }

  /** Paths of keys lead into the runtime. */
  private static String withKeysOf(BaseSystem base, String text) {
    String result = text;
    for (String folder : List.of("/usr/share/keyrings/", "/etc/apt/")) {
      result =
          result.replaceAll(
              "(?<![\\w.:/-])" + folder, Matcher.quoteReplacement(base.kept() + folder));
    }
    return result;
  }

  private static void write(Path etc, String name, AptSource source, BaseSystem base)
      throws IOException {
    String text = source.deb822().replace(AptSource.CODENAME, base.codename());
    if (source.key().isPresent()) {
      Path file = etc.resolve(name + ".asc");
      write(file, source.key().get());
      text = text.replace(AptSource.KEY_FILE, file.toString());
    }
    write(etc.resolve("sources.list.d").resolve(name + ".sources"), text);
  }

  private String configuration(BaseSystem base) {
    String architecture =
        base.architecture()
            .orElseThrow(
                () ->
                    new UnsuitableRecipeException(
                        "the runtime has no dpkg, whose status says what is missing"));
    return """
        Dir "/";
        Dir::Etc "%1$s/etc/";
        Dir::Etc::main "none";
        Dir::Etc::parts "none";
        Dir::State "%1$s/";
        Dir::State::lists "%1$s/lists/";
        Dir::State::status "%2$s";
        Dir::State::extended_states "none";
        Dir::Cache "%1$s/";
        Dir::Cache::archives "%1$s/archives/";
        Dir::Log "%1$s/log/";
        APT::Architecture "%3$s";
        #clear APT::Architectures;
        APT::Architectures {"%3$s";};
        APT::Install-Recommends "false";
        APT::Sandbox::User "";
        APT::Update::Error-Mode "any";
        Acquire::Languages "none";
        Acquire::ForceHash "sha256";
        Acquire::Retries "2";
        Acquire::http::Proxy::127.0.0.1 "DIRECT";
        Acquire::http::Timeout "30";
        Acquire::https::Timeout "30";
        Debug::NoLocking "true";
        """
        .formatted(root, status, architecture);
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
