package io.drover.aptly;

import io.drover.aptly.client.AptlyException;
import io.drover.aptly.client.Transport;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The apt repository of one project, on an aptly server. Safe for use by many threads.
 *
 * <p>What a component published at a version is recorded as a snapshot in aptly itself, made last:
 * without it nothing counts as published and the work is done again; with it, another machine finds
 * the packages and builds nothing. A recorded package never changes its content.
 *
 * <p>aptly before 1.6.3 loses packages under concurrent writes. Here writes to a server come one
 * after the other, whichever process makes them ({@link StoreLease}). Against writers who do not
 * keep to that, everything is read back and repeated when something is missing, and {@link #find}
 * puts back what was recorded and got lost since.
 */
public final class PackageRepository {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]*");
  private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.+~:-]*");

  private final AptlyClient client;
  private final String name;
  private final PublishedRoot root;
  private final String aptComponent;
  private final Signing signing;
  private final PublishedIndex index;
  private final Commit commit;

  private PackageRepository(
      AptlyClient client, URI served, String name, Signing signing, Layout layout) {
    this.client = client;
    this.name = checked("repository name", name, NAME);
    this.aptComponent = layout.component();
    this.signing = signing;
    Transport files =
        new Transport("the server of the published repository", served, client.timeout());
    this.root = prepare(signing, layout);
    this.index = new PublishedIndex(files, root, aptComponent, signing);
    this.commit = new Commit(client, name, root, signing, index);
  }

  /** As {@link #open(AptlyClient, URI, String, Signing, Layout)}, in the standard layout. */
  public static PackageRepository open(
      AptlyClient client, URI served, String name, Signing signing) {
    return open(client, served, name, signing, Layout.standard());
  }

  /**
   * Opens a repository; creates and publishes it, still empty, when it is not there.
   *
   * @param served URL below which the server's published files are served (what {@link
   *     AptlyConfiguration#serve} listens on)
   * @param name the project's name: letters, digits, {@code .} and {@code -}; also the path below
   *     {@code served}
   * @param signing the key, which the aptly server has
   * @param layout how it appears to apt; its architectures count only when it is created
   * @throws AptlyException when the server fails, or the path is taken by another repository
   */
  public static PackageRepository open(
      AptlyClient client, URI served, String name, Signing signing, Layout layout) {
    return new PackageRepository(client, served, name, signing, layout);
  }

  /**
   * What was published for exactly this version of a component, when all of it is in the published
   * repository. Two short requests when nothing changed since the last call.
   *
   * @throws AptlyException when the server fails, or lost recorded packages and cannot put them
   *     back
   */
  public Optional<Publication> find(String component, String version) {
    Optional<List<AptlyPackage>> record = client.snapshotPackages(record(component, version));
    record.ifPresent(
        packages -> {
          if (!packages.isEmpty() && !index.problems(packages).isEmpty()) {
            restore(packages);
          }
        });
    return record.map(packages -> publication(component, version, packages));
  }

  /**
   * Publishes the packages of a component, reads them back from the published repository, and
   * records them. The same again changes nothing. From the moment aptly has taken the files, an
   * interrupt no longer stops it: the rest takes a fraction of a second.
   *
   * @param debs the .deb files; none when the component makes no packages
   * @param log takes a line for each thing that was done
   * @throws AptlyException when a file is no whole .deb, the server fails, or other content was
   *     published under the same version before
   */
  public Publication publish(
      String component, String version, List<Path> debs, Consumer<String> log) {
    return publish(component, version, debs, Set.of(), log);
  }

  /**
   * As {@link #publish(String, String, List, Consumer)}, with packages that the repository has
   * already: they are recorded for this component, too.
   *
   * @param present SHA-256 of those, hexadecimal, lower case
   */
  public Publication publish(
      String component,
      String version,
      List<Path> debs,
      Set<String> present,
      Consumer<String> log) {
    String record = record(component, version);
    Map<String, DebFile> files = new LinkedHashMap<>();
    debs.stream().map(DebFile::read).forEach(deb -> files.putIfAbsent(deb.sha256(), deb));
    Optional<List<AptlyPackage>> known = client.snapshotPackages(record);
    if (known.isPresent()) {
      return again(component, version, known.get(), files.values(), present, log);
    }
    try (Incoming incoming = Incoming.begin(client, name)) {
      for (DebFile deb : files.values()) {
        log.accept("uploading " + deb.path().getFileName() + ", " + deb.size() + " bytes");
        incoming.upload(deb);
      }
      return StoreLease.holding(
          client,
          () -> {
            // while this thread uploaded or waited, another may have published the same
            Optional<List<AptlyPackage>> meanwhile = client.snapshotPackages(record);
            return meanwhile.isPresent()
                ? again(component, version, meanwhile.get(), files.values(), present, log)
                : add(component, version, incoming, present, log);
          });
    }
  }

  /**
   * Deletes what publications that were cut off left, however short ago, and the right to write of
   * a process that died with it. Only for a server of which it is known that nobody else writes to
   * it now; without this, the right expires after 15 seconds, and the rest goes after an hour.
   *
   * @throws AptlyException when the server fails
   */
  public void deleteUnfinished() {
    StoreLease.release(client);
    Incoming.sweep(client, name, Duration.ZERO);
  }

  /**
   * Deletes old versions: of each component all but the newest stay recorded no longer, their
   * packages leave the published repository, and the server deletes their files. Then it deletes
   * what else nobody names on it. When it is cut off, the same again finishes the work.
   *
   * @param keep how many versions of each component stay, by the time of their publication; at
   *     least 1
   * @param inUse SHA-256 of packages whose versions stay in any case, hexadecimal, lower case
   * @param log takes a line for each version that is deleted
   * @throws AptlyException when the server fails, or what was to stay is not all there afterwards
   */
  public Cleaned clean(int keep, Set<String> inUse, Consumer<String> log) {
    if (keep < 1) {
      throw new IllegalArgumentException("at least one version of each component stays");
    }
    return delete(keep, inUse, log);
  }

  /**
   * Deletes everything in the repository, as {@link #clean} deletes old versions.
   *
   * @throws AptlyException when the server fails
   */
  public Cleaned clear() {
    return delete(0, Set.of(), line -> {});
  }

  private Cleaned delete(int keep, Set<String> inUse, Consumer<String> log) {
    Cleaning cleaning = new Cleaning(client, name, root, signing, index);
    return StoreLease.holding(
        client, () -> Pauses.finishing(() -> cleaning.clean(keep, inUse, log)));
  }

  /**
   * Publishes again what is published, so that it is signed with the key that this repository was
   * opened with.
   *
   * @throws AptlyException when the server fails or does not have the key
   */
  public void signAgain() {
    StoreLease.holding(
        client,
        () -> {
          Pauses.finish(() -> commit.apply(List.of()));
          return name;
        });
  }

  /** The versions that are recorded, by component, newest first. */
  public Map<String, List<String>> versions() {
    Map<String, List<String>> versions = new TreeMap<>();
    Records.of(client, name)
        .forEach(
            (component, records) ->
                versions.put(component, records.stream().map(Records.One::version).toList()));
    return versions;
  }

  /** Its name on the server. */
  public String name() {
    return name;
  }

  /** All packages that the repository has. */
  public List<PublishedPackage> packages() {
    return client.packages(name).stream().map(AptlyPackage::published).toList();
  }

  /**
   * Where the file of a package is served.
   *
   * @throws AptlyException when the server fails, or the package is not published here as it is
   *     given
   */
  public URI location(PublishedPackage one) {
    return index.location(one);
  }

  /** What goes into {@code URIs:} of an apt source. */
  public URI root() {
    return index.uri();
  }

  /** What {@code Label:} of its Release file says, which aptly makes of path and distribution. */
  public String label() {
    return root.prefix() + " " + root.distribution();
  }

  /** What goes into {@code Suites:} of an apt source. */
  public String distribution() {
    return root.distribution();
  }

  /** What goes into {@code Components:} of an apt source. */
  public String component() {
    return aptComponent;
  }

  /** The architectures that are published, {@code all} among them. */
  public List<String> architectures() {
    return root.architectures();
  }

  /**
   * The apt source in deb822 form, a file for {@code sources.list.d} that ends in {@code .sources}.
   *
   * @param signedBy path of the public key where apt runs, exported by {@code gpg --export} of the
   *     server's GnuPG home
   */
  public String aptSource(Path signedBy) {
    return """
        Types: deb
        URIs: %s
        Suites: %s
        Components: %s
        Signed-By: %s
        """
        .formatted(root(), distribution(), component(), signedBy);
  }

  private PublishedRoot prepare(Signing signing, Layout layout) {
    Incoming.sweep(client, name, Incoming.LEFTOVER);
    return published(layout)
        .orElseGet(() -> StoreLease.holding(client, () -> create(signing, layout)));
  }

  private Optional<PublishedRoot> published(Layout layout) {
    Optional<PublishedRoot> there = client.published(name, layout.distribution());
    if (there.isPresent() && !there.get().sources().equals(List.of(name))) {
      throw new AptlyException(
          "%s publishes %s at %s/%s. Choose another project name, or take that publication away."
              .formatted(client.server(), there.get().sources(), name, layout.distribution()));
    }
    return there;
  }

  private PublishedRoot create(Signing signing, Layout layout) {
    if (!client.repositories().contains(name)) {
      client.createRepository(name, layout.distribution(), layout.component());
    }
    // while this thread waited, another may have published it
    Optional<PublishedRoot> there = published(layout);
    if (there.isEmpty()) {
      PublishedRoot wanted =
          new PublishedRoot(name, layout.distribution(), layout.architectures(), List.of(name));
      client.publish(name, wanted, layout.component(), signing);
      return wanted;
    }
    return there.get();
  }

  private Publication add(
      String component,
      String version,
      Incoming incoming,
      Set<String> present,
      Consumer<String> log) {
    List<AptlyPackage> packages = new ArrayList<>(incoming.read());
    packages.addAll(present(present));
    checkArchitectures(packages);
    Pauses.finish(
        () -> {
          if (!packages.isEmpty()) {
            commit.apply(packages);
          }
          writeRecord(component, version, packages);
        });
    packages.forEach(p -> log.accept("published " + text(p.published())));
    return publication(component, version, packages);
  }

  private List<AptlyPackage> present(Set<String> hashes) {
    if (hashes.isEmpty()) {
      return List.of();
    }
    Map<String, AptlyPackage> found = new TreeMap<>();
    for (AptlyPackage one : client.packages(name)) {
      if (hashes.contains(one.published().sha256())) {
        found.put(one.published().sha256(), one);
      }
    }
    if (found.size() < hashes.size()) {
      throw new AptlyException(
          "%s has lost packages of %s that were there a moment ago. Run again."
              .formatted(client.server(), name));
    }
    return List.copyOf(found.values());
  }

  private Publication again(
      String component,
      String version,
      List<AptlyPackage> known,
      Collection<DebFile> files,
      Set<String> present,
      Consumer<String> log) {
    var before = new TreeSet<>(known.stream().map(p -> p.published().sha256()).toList());
    var now = new TreeSet<>(files.stream().map(DebFile::sha256).toList());
    now.addAll(present);
    if (!before.equals(now)) {
      throw new AptlyException(
          ("%s %s was published before with other content: then %s; now %s. A published version"
                  + " does not change: commit the change, or set a new version.")
              .formatted(
                  component,
                  version,
                  known.isEmpty()
                      ? "no packages"
                      : String.join(
                          ", ", known.stream().map(p -> withHash(p.published())).toList()),
                  files.isEmpty()
                      ? "no packages"
                      : String.join(
                          ", ",
                          files.stream().map(f -> f.path() + ", SHA-256 " + f.sha256()).toList())));
    }
    log.accept(component + " " + version + " is published already");
    return find(component, version).orElseGet(() -> publication(component, version, known));
  }

  private void restore(List<AptlyPackage> packages) {
    StoreLease.holding(
        client,
        () -> {
          if (!index.problems(packages).isEmpty()) {
            Pauses.finish(() -> commit.apply(packages));
          }
          return packages;
        });
  }

  private void writeRecord(String component, String version, List<AptlyPackage> packages) {
    String record = record(component, version);
    List<String> keys = packages.stream().map(AptlyPackage::key).sorted().toList();
    client.createSnapshot(
        record, "Drover: packages of component " + component + ", version " + version, keys);
    List<String> kept =
        client.snapshotPackages(record).orElse(List.of()).stream()
            .map(AptlyPackage::key)
            .sorted()
            .toList();
    if (!kept.equals(keys)) {
      throw new AptlyException(
          client.server() + " did not keep the record " + record + " as it was given. Run again.");
    }
  }

  private void checkArchitectures(List<AptlyPackage> packages) {
    for (AptlyPackage p : packages) {
      String architecture = p.published().architecture();
      if (!architecture.equals("all") && !root.architectures().contains(architecture)) {
        throw new AptlyException(
            text(p.published())
                + " cannot be published: "
                + root()
                + " is made for "
                + String.join(", ", root.architectures())
                + ". Build for one of these, or create the repository with "
                + architecture
                + ".");
      }
    }
  }

  private static Publication publication(
      String component, String version, List<AptlyPackage> packages) {
    return new Publication(
        component,
        version,
        packages.stream()
            .map(AptlyPackage::published)
            .sorted(
                Comparator.comparing(PublishedPackage::name)
                    .thenComparing(PublishedPackage::architecture)
                    .thenComparing(PublishedPackage::version))
            .toList());
  }

  /** Name of the snapshot; none of its parts contains an underscore. */
  private String record(String component, String version) {
    return Records.name(
        name, checked("component", component, NAME), checked("version", version, VERSION));
  }

  private static String withHash(PublishedPackage p) {
    return text(p) + ", SHA-256 " + p.sha256();
  }

  private static String text(PublishedPackage p) {
    return p.name() + " " + p.version() + " (" + p.architecture() + ")";
  }

  private static String checked(String what, String value, Pattern pattern) {
    if (!pattern.matcher(value).matches()) {
      throw new IllegalArgumentException(
          what + " '" + value + "' cannot be used in aptly: it must match " + pattern);
    }
    return value;
  }
}
