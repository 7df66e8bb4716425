package io.drover.engine.image.layers;

import io.drover.aptly.PackageRepository;
import io.drover.aptly.Publication;
import io.drover.aptly.PublishedPackage;
import io.drover.engine.WorkFailedException;
import io.drover.engine.file.ContentKey;
import io.drover.engine.file.Trees;
import io.drover.engine.image.CachedPackages;
import io.drover.engine.image.ImageRecipe;
import io.drover.engine.image.Installation;
import io.drover.engine.image.Installation.AptSource;
import io.drover.engine.image.Installation.Manager;
import io.drover.engine.image.Installation.PackageFile;
import io.drover.engine.image.PackageCache;
import io.drover.engine.image.PackageSupply;
import io.drover.engine.image.Registry;
import io.drover.engine.image.UnsuitableRecipeException;
import io.drover.engine.image.registry.Manifest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The cache of outside packages: repositories beside the project's own, one for each release of a
 * distribution. What an image needs is found out once, by apt with the signed lists of the base's
 * sources; exactly those packages are fetched, each once, and what was chosen is recorded with
 * them. From then on the same question is answered from the record, and nobody outside is asked.
 */
public final class DebianCache implements PackageCache {
  private static final int DIGITS = 16;

  private final Registry registry;
  private final PackageSupply supply;
  private final Repositories repositories;
  private final Folders folders;
  private final Path work;
  private final BaseSystems bases;
  private final Map<String, Lock> locks = new ConcurrentHashMap<>();

  /** Where packages are kept. */
  public interface Repositories {
    /** The project's own repository. */
    PackageRepository own() throws InterruptedException;

    /** A repository of outside packages. */
    PackageRepository cache(String name) throws InterruptedException;

    /** A repository as a source of packages. */
    AptSource source(PackageRepository repository);
  }

  /** What is asked for. */
  private record Question(
      List<String> words,
      List<PackageFile> files,
      List<AptSource> others,
      List<AptSource> own,
      List<String> contents) {}

  private DebianCache(
      Registry registry, PackageSupply supply, Repositories repositories, Path cache, Path work) {
    this.registry = registry;
    this.supply = supply;
    this.repositories = repositories;
    this.folders = new Folders(cache);
    this.work = work;
    this.bases = new BaseSystems(registry, folders);
  }

  /**
   * A cache.
   *
   * @param registry where bases are
   * @param cache folder for package lists, shared with {@link LayersBuilder}
   * @param work folder for files on their way
   */
  public static DebianCache of(
      Registry registry, PackageSupply supply, Repositories repositories, Path cache, Path work) {
    return new DebianCache(
        registry, supply, repositories, cache.toAbsolutePath(), work.toAbsolutePath());
  }

  @Override
  public Optional<CachedPackages> ensure(ImageRecipe recipe, Consumer<String> log)
      throws InterruptedException {
    Manifest manifest = registry.manifest(recipe.base());
    if (manifest.isIndex()) {
      return Optional.empty();
    }
    try {
      BaseSystem base = bases.read(recipe.base(), manifest, log);
      if (base.architecture().isEmpty() || base.codename().isEmpty()) {
        return Optional.empty();
      }
      String own = repositories.own().root().toString();
      Question question = question(recipe, base, own);
      return question.words().isEmpty() && question.files().isEmpty()
          ? Optional.empty()
          : Optional.of(answer(question, base, own, log));
    } catch (UnsuitableRecipeException e) {
      log.accept("packages are not cached: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static Question question(ImageRecipe recipe, BaseSystem base, String ownAddress) {
    CachedPackages ownness =
        new CachedPackages(new AptSource("", Optional.empty()), "", ownAddress);
    Set<String> words = new TreeSet<>();
    List<PackageFile> files = new ArrayList<>();
    Set<AptSource> others = new LinkedHashSet<>();
    Set<AptSource> own = new LinkedHashSet<>();
    List<String> contents = new ArrayList<>();
    for (Installation one : recipe.installations()) {
      if (one.manager() != Manager.APT) {
        words.addAll(providing(one.manager(), base));
        continue;
      }
      files.addAll(one.files());
      if (one.files().isEmpty()) {
        words.addAll(one.packages());
      }
      if (one.source().isPresent() && ownness.isOwn(one.source().get())) {
        own.add(one.source().get());
      } else {
        one.source().ifPresent(others::add);
        contents.addAll(one.contents());
      }
    }
    return new Question(List.copyOf(words), files, List.copyOf(others), List.copyOf(own), contents);
  }

  /** What install.sh takes from Debian where the base lacks a package manager. */
  private static List<String> providing(Manager manager, BaseSystem base) {
    return switch (manager) {
      case PIP -> has(base, "pip3") ? List.of() : List.of("python3-pip");
      case GEM -> has(base, "gem") ? List.of() : List.of("ca-certificates", "ruby");
      case NPM -> has(base, "npm") ? List.of() : List.of("npm");
      case CERTIFICATES ->
          base.tree().find("usr/sbin/update-ca-certificates").isPresent()
              ? List.of()
              : List.of("ca-certificates");
      case APT, APK -> List.of();
    };
  }

  private static boolean has(BaseSystem base, String program) {
    return base.tree().find("usr/bin/" + program).isPresent()
        || base.tree().find("usr/local/bin/" + program).isPresent();
  }

  private CachedPackages answer(
      Question question, BaseSystem base, String own, Consumer<String> log)
      throws InterruptedException {
    String name = name(question, base);
    PackageRepository cache = repositories.cache(name);
    String component = base.digest().substring("sha256:".length()).substring(0, DIGITS);
    String key = key(question, base, log);
    // Of two who need a package, the second finds what the first has fetched.
    Lock lock = locks.computeIfAbsent(name, n -> new ReentrantLock());
    lock.lockInterruptibly();
    try {
      Optional<Publication> known = cache.find(component, key);
      if (known.isPresent()) {
        log.accept("outside packages are in the cache: " + known.get().packages().size());
      }
      Publication publication =
          known.isPresent() ? known.get() : fetch(question, base, cache, component, key, log);
      return new CachedPackages(repositories.source(cache), preferences(publication, cache), own);
    } finally {
      lock.unlock();
    }
  }

  /** Others may have other packages under names and versions that Debian has. */
  private static String name(Question question, BaseSystem base) {
    if (question.others().isEmpty() && question.files().isEmpty()) {
      return base.codename();
    }
    return base.codename()
        + "."
        + ContentKey.of("sources").with(question.contents()).hex().substring(0, DIGITS);
  }

  private String key(Question question, BaseSystem base, Consumer<String> log)
      throws InterruptedException {
    Map<String, String> relations = Map.of();
    if (!question.own().isEmpty()) {
      try (Apt apt = Apt.open(folder(base), base, List.of(), question.own(), log)) {
        relations = apt.ownRelations(question.words());
      }
    }
    Set<String> ownNames = relations.keySet();
    return ContentKey.of("cache 1")
        .with(base.digest())
        .with(question.words().stream().filter(word -> !ownNames.contains(Apt.name(word))).toList())
        .with(question.contents())
        .with(relations.values())
        .hex();
  }

  private Path folder(BaseSystem base) {
    Path folder = Trees.make(folders.apt().resolve(base.digest().replace(':', '-')));
    folders.use(folder);
    return folder.resolve("upstream");
  }

  private Publication fetch(
      Question question,
      BaseSystem base,
      PackageRepository cache,
      String component,
      String key,
      Consumer<String> log)
      throws InterruptedException {
    Path target = Trees.fresh(work.resolve("cache-" + UUID.randomUUID()));
    try {
      List<AptSource> others = new ArrayList<>();
      for (AptSource other : question.others()) {
        others.add(supply.withArmoredKey(other, target.resolve("keys")));
      }
      List<String> words = new ArrayList<>(question.words());
      List<Path> debs = new ArrayList<>();
      for (PackageFile file : question.files()) {
        Path deb = Trees.make(target.resolve("files")).resolve(file.name() + ".deb");
        supply.download(file, deb);
        debs.add(deb);
        words.add(deb.toString());
      }
      Set<String> present = new TreeSet<>();
      cache.packages().forEach(one -> present.add(one.sha256()));
      List<Candidate> chosen;
      try (Apt apt = Apt.open(folder(base), base, others, question.own(), log)) {
        apt.update();
        chosen = apt.ofOthers(apt.missing(words));
        List<Candidate> lacking =
            chosen.stream().filter(one -> !present.contains(one.sha256())).toList();
        log.accept(
            "outside packages: %d, of which %d have to be fetched"
                .formatted(chosen.size(), lacking.size()));
        debs.addAll(apt.download(lacking, Trees.make(target.resolve("debs"))).values());
      }
      present.retainAll(chosen.stream().map(Candidate::sha256).collect(Collectors.toSet()));
      Publication made = cache.publish(component, key, debs, present, line -> {});
      requireNames(question.files(), made);
      return made;
    } finally {
      Trees.delete(target);
    }
  }

  private static void requireNames(List<PackageFile> files, Publication made) {
    for (PackageFile file : files) {
      boolean there =
          made.packages().stream()
              .anyMatch(p -> p.sha256().equals(file.sha256()) && p.name().equals(file.name()));
      if (!there) {
        throw new WorkFailedException(
            "the file at the location of %s holds another package".formatted(file.name()));
      }
    }
  }

  /** Of all that was ever cached only what was chosen for this image. */
  private static String preferences(Publication publication, PackageRepository cache) {
    String nothingElse =
        "Package: *\nPin: release l=%s\nPin-Priority: -1\n".formatted(cache.label());
    Collection<PublishedPackage> packages = publication.packages();
    return packages.stream()
        .map(
            p ->
                "Package: %s\nPin: version %s\nPin-Priority: 990\n"
                    .formatted(p.name(), p.version()))
        .distinct()
        .collect(Collectors.joining("\n", nothingElse + "\n", ""));
  }
}
