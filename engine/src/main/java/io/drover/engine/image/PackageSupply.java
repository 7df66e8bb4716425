package io.drover.engine.image;

import io.drover.config.model.Dependency;
import io.drover.engine.WorkFailedException;
import io.drover.engine.file.Trees;
import io.drover.engine.image.Installation.AptSource;
import io.drover.engine.image.Installation.Manager;
import io.drover.engine.image.Installation.PackageFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What installations need from outside of the base: the platform's settings of package managers,
 * keys of apt repositories, package files. It is put into a folder that an installation sees as
 * {@link #MOUNTED}, and that never becomes part of an image.
 */
public final class PackageSupply {
  /**
   * Where an installation sees its folder. Every base has this one for that purpose, and a folder
   * that is not there would be left behind in the image.
   */
  static final String MOUNTED = "/mnt";

  /** All certificates in one file, in Debian, Ubuntu and Alpine. */
  private static final String TRUSTED = "/etc/ssl/certs/ca-certificates.crt";

  /** apt's configuration where all comes from the cache; nothing of the base's leads elsewhere. */
  private static final String CACHE_ALONE =
      """
      Dir::Etc::SourceList "/dev/null";
      Dir::Etc::SourceParts "%1$s/sources";
      Dir::Etc::Preferences "%1$s/preferences";
      Dir::Etc::PreferencesParts "%1$s/none";
      Acquire::http::Proxy::127.0.0.1 "DIRECT";
      """;

  private static final String SCRIPT = script();

  private final PlatformSettings settings;
  private final PackageFiles files;
  private final RepositoryKeys keys;

  private PackageSupply(PlatformSettings settings, PackageFiles files, RepositoryKeys keys) {
    this.settings = settings;
    this.files = files;
    this.keys = keys;
  }

  /**
   * The supply on this machine.
   *
   * @param environment Drover's own environment
   * @throws WorkFailedException if a file that it names cannot be read
   */
  public static PackageSupply of(Map<String, String> environment) {
    Downloads downloads = new Downloads();
    return new PackageSupply(
        PlatformSettings.of(environment), downloads, new RepositoryKeys(downloads));
  }

  /** The same with package files from elsewhere than from where each of them is served. */
  public PackageSupply with(PackageFiles elsewhere) {
    return new PackageSupply(settings, elsewhere, keys);
  }

  /**
   * The certificates of the platform's own authorities, to be trusted by all that runs in an image;
   * empty if it has none. {@link #certificateVariables} go with it.
   */
  public Optional<Installation> certificates() {
    return settings
        .certificates()
        .map(
            pem ->
                new Installation(
                    Manager.CERTIFICATES,
                    List.of("the platform's certificates"),
                    List.of(pem),
                    Optional.empty(),
                    List.of()));
  }

  /** Variables for programs that do not look at the system's certificates by themselves. */
  public Map<String, String> certificateVariables() {
    return settings.certificates().isEmpty()
        ? Map.of()
        : Map.of(
            "NODE_EXTRA_CA_CERTS", TRUSTED,
            "REQUESTS_CA_BUNDLE", TRUSTED,
            "SSL_CERT_FILE", TRUSTED);
  }

  /**
   * The package file of a dependency.
   *
   * @throws WorkFailedException if the files name no digest, and it cannot be known
   */
  public PackageFile file(Dependency dependency) throws InterruptedException {
    URI location = URI.create(dependency.location().orElseThrow());
    return dependency.sha256().isPresent()
        ? new PackageFile(dependency.name(), location, dependency.sha256().get())
        : files.now(dependency.name(), location);
  }

  /**
   * Fills the folder of an installation.
   *
   * @param cached where Debian packages come from; package files are among them then
   * @param folder an empty folder, to be deleted afterwards: it may hold credentials
   * @return the words to run in the container
   * @throws WorkFailedException if something cannot be had
   */
  List<String> provide(Installation installation, Optional<CachedPackages> cached, Path folder)
      throws InterruptedException {
    try {
      settings.write(folder, MOUNTED);
      if (cached.isPresent()) {
        writeSources(installation, cached.get(), folder);
      } else if (installation.source().isPresent()) {
        AptSource source = installation.source().get();
        Files.writeString(folder.resolve("drover.sources"), source.deb822());
        if (source.key().isPresent()) {
          Files.writeString(folder.resolve("key.asc"), keys.armored(source.key().get(), folder));
        }
      }
    } catch (IOException e) {
      throw new WorkFailedException("could not write to %s: %s".formatted(folder, Trees.why(e)), e);
    }
    String manager = installation.manager().name().toLowerCase(Locale.ROOT);
    List<String> words = new ArrayList<>(List.of("sh", "-c", SCRIPT, "sh", manager));
    for (PackageFile file : cached.isPresent() ? List.<PackageFile>of() : installation.files()) {
      files.get(file, folder.resolve(file.name() + ".deb"));
      words.add(MOUNTED + "/" + file.name() + ".deb");
    }
    if (installation.files().isEmpty() || cached.isPresent()) {
      words.addAll(installation.packages());
    }
    return words;
  }

  /** The cache and the project's own packages are signed with one key. */
  private void writeSources(Installation installation, CachedPackages cached, Path folder)
      throws IOException {
    Path sources = Files.createDirectory(folder.resolve("sources"));
    Files.createDirectory(folder.resolve("none"));
    List<AptSource> all = cached.with(installation.source().stream().toList());
    for (int i = 0; i < all.size(); i++) {
      Files.writeString(sources.resolve("drover-" + i + ".sources"), all.get(i).deb822());
    }
    Files.writeString(folder.resolve("key.asc"), cached.source().key().orElseThrow());
    Files.writeString(folder.resolve("preferences"), cached.preferences());
    Files.writeString(folder.resolve("apt.conf"), CACHE_ALONE.formatted(MOUNTED));
  }

  /**
   * Fetches a package file.
   *
   * @throws WorkFailedException if it cannot be had, or has another digest
   */
  public void download(PackageFile file, Path target) throws InterruptedException {
    files.get(file, target);
  }

  /**
   * A source whose key is an armored one, wherever it had to come from.
   *
   * @param work folder for files that are deleted again
   * @throws WorkFailedException if the key cannot be had
   */
  public AptSource withArmoredKey(AptSource source, Path work) throws InterruptedException {
    return source.key().isEmpty()
        ? source
        : new AptSource(
            source.deb822(), Optional.of(keys.armored(source.key().get(), Trees.make(work))));
  }

  /** A text without the credentials of the platform's settings. */
  String masked(String text) {
    return settings.masked(text);
  }

  private static String script() {
    try (InputStream script = PackageSupply.class.getResourceAsStream("install.sh")) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
