package io.drover.aptly;

import io.drover.aptly.client.AptlyException;
import io.drover.aptly.client.Transport;
import io.drover.aptly.client.Transport.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * The published repository as apt sees it over HTTP: {@code InRelease} and its signature, the
 * package indexes that it names by hash, and the files in the pool.
 */
final class PublishedIndex {

  /** How long others may go on publishing while the indexes are read. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final long PAUSE_MILLIS = 50;
  private static final int LONGEST_PAUSE = 8;

  /** A package in an index. */
  private record Entry(String sha256, long size, String path) {}

  private final Transport transport;
  private final PublishedRoot root;
  private final String component;
  private final Signing signing;
  private final String base;

  private String release = "";
  private Optional<String> signatureProblem = Optional.empty();
  private Map<String, Map<String, Entry>> indexes = Map.of();

  PublishedIndex(Transport transport, PublishedRoot root, String component, Signing signing) {
    this.transport = transport;
    this.root = root;
    this.component = component;
    this.signing = signing;
    this.base = "/" + root.prefix();
  }

  URI uri() {
    return URI.create(transport.base() + base);
  }

  /**
   * What apt would miss of these packages, one line each; empty when all are there: listed for
   * every architecture that they are for, with the same checksum, and with a file of the right
   * size; and the signature is good.
   */
  synchronized List<String> problems(Collection<AptlyPackage> packages) {
    Optional<String> unreadable = read();
    if (unreadable.isPresent()) {
      return List.of(unreadable.get());
    }
    List<String> problems = new ArrayList<>();
    signatureProblem.ifPresent(problems::add);
    packages.forEach(wanted -> problem(wanted.published()).ifPresent(problems::add));
    return problems;
  }

  /** Where the file of a package is served. */
  synchronized URI location(PublishedPackage wanted) {
    Optional<String> unreadable = read();
    String what = identity(wanted.name(), wanted.version(), wanted.architecture());
    return indexes.values().stream()
        .map(index -> index.get(what))
        .filter(entry -> entry != null && entry.sha256().equals(wanted.sha256()))
        .findFirst()
        .map(entry -> URI.create(uri() + "/" + raw(entry.path())))
        .orElseThrow(
            () ->
                new AptlyException(
                    unreadable.orElse("%s is not published at %s".formatted(what, uri()))));
  }

  /** What of all that is listed cannot be had, one line each; and whether the signature is bad. */
  synchronized List<String> unservable() {
    Optional<String> unreadable = read();
    if (unreadable.isPresent()) {
      return List.of(unreadable.get());
    }
    List<String> problems = new ArrayList<>();
    signatureProblem.ifPresent(problems::add);
    Set<Entry> entries = new HashSet<>();
    indexes.values().forEach(index -> entries.addAll(index.values()));
    entries.forEach(entry -> unserved(entry).ifPresent(problems::add));
    return problems;
  }

  private Optional<String> read() {
    long end = System.nanoTime() + PATIENCE.toNanos();
    for (int attempt = 1; !refresh(); attempt++) {
      if (System.nanoTime() > end) {
        return Optional.of("the indexes named by InRelease at " + uri() + " cannot be fetched");
      }
      Pauses.sleep(PAUSE_MILLIS * Math.min(attempt, LONGEST_PAUSE));
    }
    return Optional.empty();
  }

  private Optional<String> problem(PublishedPackage wanted) {
    String what = identity(wanted.name(), wanted.version(), wanted.architecture());
    Optional<Entry> found = Optional.empty();
    for (String architecture : root.architectures()) {
      if (wanted.architecture().equals("all") || wanted.architecture().equals(architecture)) {
        Entry entry = indexes.getOrDefault(architecture, Map.of()).get(what);
        if (entry == null) {
          return Optional.of(what + " is not in the index for " + architecture);
        }
        if (!entry.sha256().equals(wanted.sha256()) || entry.size() != wanted.size()) {
          return Optional.of(what + " has other content in the index for " + architecture);
        }
        found = Optional.of(entry);
      }
    }
    return found.isEmpty()
        ? Optional.of(what + " is for an architecture that is not published")
        : unserved(found.get());
  }

  private Optional<String> unserved(Entry entry) {
    String path = entry.path();
    long size = transport.size(base + "/" + raw(path), "serve " + path).orElse(-1L);
    return size == entry.size()
        ? Optional.empty()
        : Optional.of(path + (size < 0 ? " is not served" : " is served with another size"));
  }

  /** Reads what changed; false when the repository changed meanwhile and must be read again. */
  private boolean refresh() {
    String doing = "serve " + root.prefix() + "/dists/" + root.distribution() + "/InRelease";
    String dist = base + "/dists/" + root.distribution() + "/";
    Answer answer = transport.get(dist + "InRelease", doing);
    if (answer.status() == 404) {
      release = "";
      signatureProblem = Optional.empty();
      indexes = Map.of();
      return true;
    }
    transport.requireSuccess(answer, doing);
    if (answer.text().equals(release)) {
      return true;
    }
    Map<String, Map<String, Entry>> fresh = new HashMap<>();
    Map<String, String> hashes = hashes(answer.text());
    for (String architecture : root.architectures()) {
      String folder = component + "/binary-" + architecture + "/";
      String hash = hashes.getOrDefault(folder + "Packages.gz", "none");
      Optional<byte[]> index = index(dist + folder, hash);
      if (index.isEmpty()) {
        return false;
      }
      fresh.put(architecture, entries(gunzip(index.get(), folder)));
    }
    indexes = fresh;
    release = answer.text();
    signatureProblem =
        signing
            .keyring()
            .flatMap(keyring -> Gpgv.problem(release, signing.key(), keyring))
            .map(problem -> "InRelease " + problem);
    return true;
  }

  /**
   * By its hash, as apt asks for it; else, as apt does then, by its name. The former is missing for
   * a moment when a publication was cut off and the next one has not ended.
   */
  private Optional<byte[]> index(String folder, String hash) {
    for (String file : List.of("by-hash/SHA256/" + hash, "Packages.gz")) {
      Answer index = transport.get(folder + file, "serve " + folder + file);
      if (index.status() == 200 && Digests.sha256(index.body()).equals(hash)) {
        return Optional.of(index.body());
      }
    }
    return Optional.empty();
  }

  /** The SHA256 section of a Release file: path to hash. */
  private static Map<String, String> hashes(String release) {
    Map<String, String> hashes = new HashMap<>();
    boolean inside = false;
    for (String line : release.lines().toList()) {
      if (!line.startsWith(" ")) {
        inside = line.equals("SHA256:");
      } else if (inside) {
        String[] fields = line.strip().split("\\s+");
        hashes.put(fields[fields.length - 1], fields[0]);
      }
    }
    return hashes;
  }

  private static Map<String, Entry> entries(String index) {
    Map<String, Entry> entries = new HashMap<>();
    for (String stanza : index.split("\n\n")) {
      Map<String, String> fields = new HashMap<>();
      for (String line : stanza.split("\n")) {
        int colon = line.indexOf(": ");
        if (colon > 0 && !line.startsWith(" ")) {
          fields.put(line.substring(0, colon), line.substring(colon + 2));
        }
      }
      if (fields.containsKey("Package")) {
        entries.put(
            identity(fields.get("Package"), fields.get("Version"), fields.get("Architecture")),
            new Entry(
                fields.getOrDefault("SHA256", ""),
                Long.parseLong(fields.getOrDefault("Size", "-1")),
                fields.getOrDefault("Filename", "")));
      }
    }
    return entries;
  }

  private String gunzip(byte[] bytes, String folder) {
    try (var in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AptlyException(
          folder + "Packages.gz at " + uri() + " is not gzip: " + e.getMessage(), e);
    }
  }

  private static String identity(String name, String version, String architecture) {
    return name + " " + version + " (" + architecture + ")";
  }

  private static String raw(String path) {
    try {
      return new URI(null, null, "/" + path, null).getRawPath().substring(1);
    } catch (URISyntaxException e) {
      throw new AptlyException("the index names a file that no URL can: " + path, e);
    }
  }
}
