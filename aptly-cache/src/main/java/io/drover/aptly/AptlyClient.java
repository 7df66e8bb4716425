package io.drover.aptly;

import io.drover.aptly.client.AddOptions;
import io.drover.aptly.client.Aptly;
import io.drover.aptly.client.ConflictException;
import io.drover.aptly.client.ImportReport;
import io.drover.aptly.client.NotFoundException;
import io.drover.aptly.client.PackageInfo;
import io.drover.aptly.client.PackageQuery;
import io.drover.aptly.client.PublishSpec;
import io.drover.aptly.client.PublishUpdate;
import io.drover.aptly.client.Repo;
import io.drover.aptly.client.RepoOptions;
import io.drover.aptly.client.SigningOptions;
import io.drover.aptly.client.Snapshot;
import io.drover.aptly.client.Source;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What the package store needs of an aptly server, in its own terms; {@link Aptly} has everything.
 * Safe for use by many threads, but aptly 1.5 is not: writes must come one after the other, see
 * {@link PackageRepository}.
 *
 * <p>Every method throws {@link io.drover.aptly.client.AptlyException} when the server cannot be
 * reached, is too slow or refuses.
 */
public final class AptlyClient {

  private final Aptly aptly;
  private final Duration timeout;

  private AptlyClient(Aptly aptly, Duration timeout) {
    this.aptly = aptly;
    this.timeout = timeout;
  }

  /**
   * A client of the server at that address; nothing is sent yet.
   *
   * @param api address of the server, with or without the {@code /api} at its end; user and
   *     password in it are sent as basic authentication
   * @param timeout limit of each call; uploads get a second more for each mebibyte
   */
  public static AptlyClient at(URI api, Duration timeout) {
    return new AptlyClient(Aptly.at(api, timeout), timeout);
  }

  /** Address of the API, without user and password. */
  public URI api() {
    return aptly.api();
  }

  /** Name and address of the server, for messages. */
  String server() {
    return "aptly at " + api();
  }

  /** Limit of each call. */
  Duration timeout() {
    return timeout;
  }

  /** Version of the server, for example {@code 1.5.0+ds1-1}. */
  public String version() {
    return aptly.status().version().text();
  }

  /** Names of the local repositories. */
  public List<String> repositories() {
    return aptly.repos().list().stream().map(Repo::name).toList();
  }

  /**
   * Creates an empty local repository.
   *
   * @throws io.drover.aptly.client.ConflictException when it exists
   */
  public void createRepository(String name, String distribution, String component) {
    aptly
        .repos()
        .create(
            name,
            RepoOptions.plain().defaultDistribution(distribution).defaultComponent(component));
  }

  /** Deletes a local repository, not the packages in aptly's pool. */
  public void deleteRepository(String name) {
    aptly.repos().forceDelete(name);
  }

  /** Keys of the packages in a local repository. */
  public List<String> packageKeys(String repository) {
    return aptly.repos().packages(repository, PackageQuery.all());
  }

  /** The packages in a local repository. */
  public List<AptlyPackage> packages(String repository) {
    return details(aptly.repos().packageDetails(repository, PackageQuery.all()));
  }

  /** Adds packages that aptly has to a local repository; one that is there already stays. */
  public void addPackages(String repository, Collection<String> keys) {
    aptly.repos().add(repository, keys);
  }

  /** Takes packages out of a local repository. */
  public void removePackages(String repository, Collection<String> keys) {
    aptly.repos().remove(repository, keys);
  }

  /** Names of the upload folders on the server. */
  public List<String> uploads() {
    return aptly.uploads().folders();
  }

  /**
   * Uploads one file.
   *
   * @param folder upload folder on the server, created when missing
   * @param name file name there: letters, digits and {@code .+~_-}
   */
  public void upload(String folder, String name, Path file) {
    aptly.uploads().upload(folder, name, file);
  }

  /** Deletes an upload folder with its files, also when it is not there. */
  public void deleteUpload(String folder) {
    aptly.uploads().delete(folder);
  }

  /**
   * Adds all packages of an upload folder to a local repository.
   *
   * @return what aptly says about files that it did not take; empty when it took all
   */
  public List<String> addUploaded(String repository, String folder) {
    ImportReport report = aptly.repos().addUploaded(repository, folder, AddOptions.plain());
    return report.warnings().isEmpty() ? report.failedFiles() : report.warnings();
  }

  /** What is published on the server. */
  public List<PublishedRoot> published() {
    return aptly.publishing().list().stream()
        .map(
            repo ->
                new PublishedRoot(
                    repo.prefix(),
                    repo.distribution(),
                    repo.architectures(),
                    repo.sources().stream().map(Source::name).toList()))
        .toList();
  }

  /** What is published at that prefix for that distribution. */
  public Optional<PublishedRoot> published(String prefix, String distribution) {
    return published().stream()
        .filter(root -> root.prefix().equals(prefix) && root.distribution().equals(distribution))
        .findFirst();
  }

  /**
   * Publishes a local repository for the first time, which may still be empty.
   *
   * @param component apt's component, for example {@code main}
   */
  public void publish(String repository, PublishedRoot root, String component, Signing signing) {
    aptly
        .publishing()
        .create(
            root.prefix(),
            PublishSpec.ofRepos(root.distribution())
                .component(component, repository)
                .architectures(root.architectures().toArray(String[]::new))
                .acquireByHash(true)
                .skipContentsAndBz2(true)
                .forceOverwrite()
                .signing(SigningOptions.key(signing.key())));
  }

  /** Publishes again what changed in the local repository behind a published one. */
  public void updatePublished(PublishedRoot root, Signing signing) {
    updatePublished(root, publication(signing).skipCleanup());
  }

  /** As {@link #updatePublished}, and deletes files that it does not name any more. */
  public void updateAndCleanPublished(PublishedRoot root, Signing signing) {
    updatePublished(root, publication(signing));
  }

  private void updatePublished(PublishedRoot root, PublishUpdate update) {
    aptly.publishing().update(root.prefix(), root.distribution(), update);
  }

  private static PublishUpdate publication(Signing signing) {
    return PublishUpdate.plain()
        .skipContentsAndBz2(true)
        .forceOverwrite()
        .signing(SigningOptions.key(signing.key()));
  }

  /**
   * Creates a snapshot of packages that aptly has.
   *
   * @throws io.drover.aptly.client.ConflictException when there is one of that name
   */
  public void createSnapshot(String name, String description, Collection<String> keys) {
    aptly.snapshots().createFromPackages(name, description, keys);
  }

  /**
   * Creates a snapshot of a local repository. Of several who do it at once with one name, one does:
   * it is done as a background task, as aptly locks names for those alone.
   *
   * @return whether it was created; false when there is one of that name, or was at that moment
   */
  boolean snapshotRepository(String repository, String name, String description) {
    try {
      aptly.asTasks(task -> {}).snapshots().createFromRepo(name, repository, description);
      return true;
    } catch (ConflictException e) {
      return false;
    }
  }

  /** Changes the description of a snapshot. */
  void describeSnapshot(String name, String description) {
    aptly.snapshots().describe(name, description);
  }

  /** Deletes a snapshot, also when it is not there; not the packages in aptly's pool. */
  void deleteSnapshot(String name) {
    try {
      aptly.snapshots().delete(name);
    } catch (NotFoundException e) {
      // that is what was wanted
    }
  }

  /** All snapshots. */
  List<Snapshot> snapshots() {
    return aptly.snapshots().list();
  }

  /** Deletes packages and files that no repository, snapshot or publication names. */
  void cleanDatabase() {
    aptly.database().cleanUp();
  }

  /** The packages of a snapshot; empty when there is no such snapshot. */
  public Optional<List<AptlyPackage>> snapshotPackages(String name) {
    try {
      return Optional.of(details(aptly.snapshots().packageDetails(name, PackageQuery.all())));
    } catch (NotFoundException e) {
      // which is also what aptly says when a package of it is lost
      if (e.words().startsWith("snapshot with name")) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static List<AptlyPackage> details(List<PackageInfo> packages) {
    return packages.stream()
        .map(
            p ->
                new AptlyPackage(
                    p.key(),
                    p.filename(),
                    new PublishedPackage(
                        p.name(), p.version(), p.architecture(), p.sha256(), p.size())))
        .toList();
  }
}
