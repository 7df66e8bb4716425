package io.drover.aptly.client;

import io.drover.aptly.AptlyServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** What tests begin with on a real aptly. */
final class Prepared {

  private Prepared() {}

  /**
   * Creates a repository with packages, which are {@code NAME VERSION ARCHITECTURE}; their keys.
   */
  static List<String> repo(AptlyServer server, String repo, String... packages) throws IOException {
    Aptly aptly = server.aptly();
    aptly.repos().create(repo, RepoOptions.plain());
    add(server, repo, packages);
    return aptly.repos().packages(repo, PackageQuery.all());
  }

  /** Adds packages to a repository. */
  static void add(AptlyServer server, String repo, String... packages) throws IOException {
    Aptly aptly = server.aptly();
    for (String name : packages) {
      String[] fields = name.split(" ");
      Path deb = server.deb(fields[0], fields[1], fields[2], name);
      aptly.uploads().upload(repo, deb);
    }
    ImportReport report = aptly.repos().addUploaded(repo, repo, AddOptions.plain());
    if (packages.length > 0 && !report.isComplete()) {
      throw new AssertionError(report);
    }
  }

  /** Creates a repository with packages and a snapshot of it, both of that name. */
  static void snapshot(AptlyServer server, String name, String... packages) throws IOException {
    repo(server, name, packages);
    server.aptly().snapshots().createFromRepo(name, name, "");
  }

  /** Makes another key, which needs a passphrase; its fingerprint. */
  static String keyWithPassphrase(AptlyServer server, String passphrase) {
    String name = "with passphrase";
    server.run(
        "gpg",
        "--batch",
        "--pinentry-mode",
        "loopback",
        "--quick-gen-key",
        "--passphrase",
        passphrase,
        name,
        "ed25519",
        "sign",
        "never");
    return server
        .run("gpg", "--batch", "--list-keys", "--with-colons", name)
        .lines()
        .filter(line -> line.startsWith("fpr"))
        .map(line -> line.split(":")[9])
        .findFirst()
        .orElseThrow();
  }

  /** An unsigned .changes file with what it lists: one .deb. */
  static List<Path> changes(AptlyServer server, String name, String version) throws IOException {
    Path deb = server.deb(name, version, "all", name);
    String file = deb.getFileName().toString();
    byte[] content = Files.readAllBytes(deb);
    Path changes = deb.resolveSibling(name + "_" + version + ".changes");
    Files.writeString(
        changes,
        """
        Format: 1.8
        Date: Sat, 21 Nov 2026 12:00:00 +0000
        Source: %1$s
        Binary: %1$s
        Architecture: all
        Version: %2$s
        Distribution: stable
        Urgency: medium
        Maintainer: Drover <drover@example.invalid>
        Changed-By: Drover <drover@example.invalid>
        Description: %1$s - test
        Changes: test
        Checksums-Sha1:
         %3$s %6$d %7$s
        Checksums-Sha256:
         %4$s %6$d %7$s
        Files:
         %5$s %6$d misc optional %7$s
        """
            .formatted(
                name,
                version,
                hash("SHA-1", content),
                hash("SHA-256", content),
                hash("MD5", content),
                content.length,
                file));
    return List.of(deb, changes);
  }

  private static String hash(String algorithm, byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
