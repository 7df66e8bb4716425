package io.drover.aptly.client;

import io.drover.aptly.AptlyServer;
import java.io.IOException;
import java.nio.file.Path;
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
}
