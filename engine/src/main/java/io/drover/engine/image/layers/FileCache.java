package io.drover.engine.image.layers;

import io.drover.aptly.PackageRepository;
import io.drover.aptly.Publication;
import io.drover.engine.WorkFailedException;
import io.drover.engine.file.ContentKey;
import io.drover.engine.file.Trees;
import io.drover.engine.image.Downloads;
import io.drover.engine.image.Installation.PackageFile;
import io.drover.engine.image.PackageFiles;
import io.drover.engine.process.Command;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The cache of package files that are named by their place. Each is fetched once, and found again
 * by its digest in a repository of its own, as others may have the same name and version. What was
 * served where no digest was given is recorded when it is first asked for, and is meant from then
 * on: builds and images stay the same, and nobody has to be there any more.
 */
public final class FileCache implements PackageFiles {
  /** Has no packages: a record's component stands for a place, its version is a digest. */
  private static final String PLACES = "locations";

  private static final String FILE = "file";
  private static final int DIGITS = 16;

  private final Downloads downloads = new Downloads();
  private final Lock lock = new ReentrantLock();
  private final DebianCache.Repositories repositories;
  private final Path work;
  private final Consumer<String> notice;

  private FileCache(DebianCache.Repositories repositories, Path work, Consumer<String> notice) {
    this.repositories = repositories;
    this.work = work;
    this.notice = notice;
  }

  /**
   * A cache.
   *
   * @param work folder for files on their way
   * @param notice told of each file whose digest the files should name
   */
  public static FileCache of(
      DebianCache.Repositories repositories, Path work, Consumer<String> notice) {
    return new FileCache(repositories, work.toAbsolutePath(), notice);
  }

  /** Whether a repository of the cache is this one's. */
  public static boolean has(String repository) {
    return repository.equals(PLACES) || repository.startsWith(FILE + ".");
  }

  @Override
  public PackageFile now(String name, URI location) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      Optional<String> known = recorded(repositories.cache(PLACES), location);
      return known.isPresent()
          ? new PackageFile(name, location, known.get())
          : fetch(name, location);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void get(PackageFile file, Path target) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      PackageRepository repository = repository(file.sha256());
      Optional<Publication> kept = repository.find(FILE, file.sha256());
      if (kept.isPresent()) {
        URI place = repository.location(kept.get().packages().get(0));
        downloads.get(new PackageFile(file.name(), place, file.sha256()), target);
      } else {
        downloads.get(file, target);
        keep(file, target);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Asks what is served at a place now, and means that from then on. Until it is there whole, what
   * was served before counts.
   *
   * @param name the package that is in it
   * @throws WorkFailedException if it cannot be had
   */
  public void refresh(String name, URI location) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      fetch(name, location);
    } finally {
      lock.unlock();
    }
  }

  private static Optional<String> recorded(PackageRepository places, URI location) {
    return places.versions().getOrDefault(place(location), List.of()).stream().findFirst();
  }

  private PackageFile fetch(String name, URI location) throws InterruptedException {
    Path folder = Trees.fresh(work.resolve("file-" + UUID.randomUUID()));
    try {
      Path target = folder.resolve(name + ".deb");
      PackageFile file = new PackageFile(name, location, downloads.get(location, target));
      keep(file, target);
      record(file);
      return file;
    } finally {
      Trees.delete(folder);
    }
  }

  /** The newest record counts; of what was there before none is left to come back. */
  private void record(PackageFile file) throws InterruptedException {
    PackageRepository places = repositories.cache(PLACES);
    Optional<String> before = recorded(places, file.location());
    if (before.equals(Optional.of(file.sha256()))) {
      notice.accept("%s: %s serves what it did".formatted(file.name(), file.location()));
      return;
    }
    if (before.isPresent()) {
      places.clean(1, Set.of(), line -> {});
    }
    places.publish(place(file.location()), file.sha256(), List.of(), line -> {});
    notice.accept(
        "%s: what %s serves now is kept and used from now on. Write sha256: %s beside its location, and everybody has the same; drover apt mirror --refresh-files asks anew"
            .formatted(file.name(), file.location(), file.sha256()));
  }

  private void keep(PackageFile file, Path deb) throws InterruptedException {
    requirePackage(file, deb);
    repository(file.sha256()).publish(FILE, file.sha256(), List.of(deb), line -> {});
  }

  private static void requirePackage(PackageFile file, Path deb) throws InterruptedException {
    Command.Result field = Command.of("dpkg-deb", "--field", deb.toString(), "Package").run();
    if (!field.succeeded()) {
      throw new WorkFailedException(
          "%s, the location of %s, serves no Debian package: %s"
              .formatted(
                  file.location(),
                  file.name(),
                  field.lastLines(1).replace(deb.toString(), deb.getFileName().toString())));
    }
    String name = field.output().strip();
    if (!name.equals(file.name())) {
      throw new WorkFailedException(
          "the file at the location of %s holds another package: %s".formatted(file.name(), name));
    }
  }

  private PackageRepository repository(String sha256) throws InterruptedException {
    return repositories.cache(FILE + "." + sha256.substring(0, DIGITS));
  }

  private static String place(URI location) {
    return ContentKey.of("location").with(location.toString()).hex();
  }
}
