package io.drover.engine.image.layers;

import io.drover.engine.WorkFailedException;
import io.drover.engine.file.Trees;
import io.drover.engine.image.CachedPackages;
import io.drover.engine.image.Installation.AptSource;
import io.drover.engine.image.UnsuitableRecipeException;
import io.drover.engine.image.registry.Digests;
import io.drover.engine.process.Command;
import java.io.File;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Asks apt, the program, what a runtime lacks of some packages, and has it fetch them. It works in
 * a folder of its own, so it needs no rights and changes nothing on this machine.
 */
final class Apt implements AutoCloseable {
  private static final Duration UPDATE_TIMEOUT = Duration.ofMinutes(5);
  private static final Duration DOWNLOAD_TIMEOUT = Duration.ofMinutes(20);

  /** As long an archive's lists are taken for the latest; ours are read each time. */
  private static final Duration LISTS_KEPT = Duration.ofHours(1);

  /** {@code 'URL' name_version_architecture.deb size SHA256:hash}. */
  private static final Pattern FILE =
      Pattern.compile("'[^']+' ([^_ ]+)_([^_ ]+)_([^_ ]+)\\.deb \\d+ SHA256:([0-9a-f]{64})\\s*");

  /** The lock of a file does not hold between threads of one process. */
  private static final Map<Path, ReentrantLock> LOCKS = new ConcurrentHashMap<>();

  private final AptFolder folder;
  private final AptFolder own;
  private final Solutions solutions;
  private final ReentrantLock lock;
  private final FileChannel fileLock;
  private final Consumer<String> log;
  private boolean allRead;

  private Apt(
      AptFolder folder,
      AptFolder own,
      Solutions solutions,
      ReentrantLock lock,
      FileChannel fileLock,
      Consumer<String> log) {
    this.folder = folder;
    this.own = own;
    this.solutions = solutions;
    this.lock = lock;
    this.fileLock = fileLock;
    this.log = log;
  }

  /**
   * Takes apt's folder for a runtime, which is this caller's alone until it is closed.
   *
   * @throws UnsuitableRecipeException if apt cannot be used, or not for this runtime
   */
  static Apt open(Path root, BaseSystem base, List<AptSource> sources, Consumer<String> log)
      throws InterruptedException {
    return open(root, base, List.of(), sources, log);
  }

  /**
   * The same where further sources are not our own.
   *
   * @param others repositories of others beside the runtime's
   * @param own the project's own
   */
  static Apt open(
      Path root, BaseSystem base, List<AptSource> others, List<AptSource> own, Consumer<String> log)
      throws InterruptedException {
    List<AptSource> all = new ArrayList<>(others);
    all.addAll(own);
    return open(
        root,
        base,
        () -> AptFolder.prepare(root.resolve("all"), base, all),
        () -> AptFolder.alone(root.resolve("own"), base, own),
        log);
  }

  /**
   * The same with a cache in place of the runtime's sources.
   *
   * @param sources of all that an image gets; only the project's own are asked
   */
  static Apt open(
      Path root,
      BaseSystem base,
      CachedPackages cache,
      List<AptSource> sources,
      Consumer<String> log)
      throws InterruptedException {
    List<AptSource> own = sources.stream().filter(cache::isOwn).toList();
    Apt apt =
        open(
            root,
            base,
            () -> AptFolder.cached(root.resolve("all"), base, cache, sources),
            () -> AptFolder.alone(root.resolve("own"), base, own),
            log);
    apt.folder.forgetUpdate();
    return apt;
  }

  private static Apt open(
      Path root,
      BaseSystem base,
      Supplier<AptFolder> allOf,
      Supplier<AptFolder> ownOf,
      Consumer<String> log)
      throws InterruptedException {
    requireApt();
    ReentrantLock lock = LOCKS.computeIfAbsent(root, r -> new ReentrantLock());
    lock.lockInterruptibly();
    try {
      FileChannel channel = lockFile(Trees.make(root).resolve("lock"));
      try {
        AptFolder all = allOf.get();
        AptFolder own = ownOf.get();
        Solutions solutions = new Solutions(root.resolve("solutions"), base.digest(), all, own);
        return new Apt(all, own, solutions, lock, channel, log);
      } catch (RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      lock.unlock();
      throw new WorkFailedException("could not lock %s: %s".formatted(root, Trees.why(e)), e);
    } catch (RuntimeException e) {
      lock.unlock();
      throw e;
    }
  }

  private static void requireApt() {
    for (String program : List.of("apt-get", "dpkg-deb")) {
      boolean there =
          Stream.of(System.getenv("PATH").split(File.pathSeparator))
              .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
      if (!there) {
        throw new UnsuitableRecipeException(
            "this machine has no %s, which finds and opens the packages. Install apt and dpkg"
                .formatted(program));
      }
    }
  }

  private static FileChannel lockFile(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      channel.lock();
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * What our own packages that are wanted, and those of ours that they speak of, say of others:
   * what it comes from does not change the answer. The lists of our own sources are read anew.
   *
   * @param wanted arguments as apt-get takes them
   * @return by name of our package, which is the first line of what it says
   */
  Map<String, String> ownRelations(Collection<String> wanted) throws InterruptedException {
    update(own);
    return solutions.ownRelations(wanted);
  }

  /** Those that do not come from our own sources. */
  List<Candidate> ofOthers(List<Candidate> candidates) {
    Set<Candidate> own = solutions.own();
    return candidates.stream().filter(one -> !own.contains(one)).toList();
  }

  /** Name of the package in an argument as apt-get takes it. */
  static String name(String wanted) {
    return wanted.replaceFirst("[:=/].*", "");
  }

  /**
   * Reads the lists of our own sources anew, and those of the runtime's if they are an hour old.
   *
   * @throws WorkFailedException if a source cannot be reached, or is not signed as it must be
   */
  void update() throws InterruptedException {
    log.accept("+ apt-get update");
    update(own);
    if (!folder.isUpdatedSince(Instant.now().minus(LISTS_KEPT))) {
      readAll();
    }
  }

  /**
   * Reads all lists anew, unless this was done already.
   *
   * @return whether there may be other lists now
   */
  boolean readAll() throws InterruptedException {
    if (allRead) {
      return false;
    }
    update(folder);
    folder.noteUpdate();
    allRead = true;
    return true;
  }

  private static void update(AptFolder in) throws InterruptedException {
    // apt makes its index of all packages when it is first asked, which often is not.
    List<String> words = List.of("apt-get", "-q", "-o", "pkgCacheFile::Generate=false", "update");
    Command.Result result = command(in, UPDATE_TIMEOUT, words).run();
    if (!result.succeeded()) {
      throw AptFailure.of(
          "read the package lists of the runtime's and the project's sources", result, List::of);
    }
  }

  /**
   * The packages that must be added so that some are installed, in the order of their names.
   *
   * @param wanted arguments as apt-get takes them
   * @throws UnsuitableRecipeException if installed packages would have to go
   * @throws WorkFailedException if there is no such package, or versions do not go together
   */
  List<Candidate> missing(Collection<String> wanted) throws InterruptedException {
    Solutions.Question question = solutions.ask(wanted);
    Optional<List<Candidate>> known = question.answer();
    if (known.isPresent()) {
      return known.get();
    }
    if (readAll()) {
      return missing(wanted);
    }
    List<Candidate> found = solve(wanted);
    question.keep(found);
    return found;
  }

  private List<Candidate> solve(Collection<String> wanted) throws InterruptedException {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("apt-get", "-q", "-y", "--no-install-recommends", "--no-remove"));
    words.addAll(List.of("--print-uris", "install", "--"));
    words.addAll(wanted);
    Command.Result result = command(folder, UPDATE_TIMEOUT, words).run();
    if (!result.succeeded()) {
      if (result.error().contains("remove is disabled")) {
        throw new UnsuitableRecipeException(
            "packages of the runtime would have to be removed:\n" + result.lastLines(20));
      }
      throw AptFailure.of(
          "find the packages " + String.join(", ", wanted), result, this::packageNames);
    }
    List<Candidate> candidates = new ArrayList<>();
    for (String line : (Iterable<String>) result.output().lines()::iterator) {
      // a file that was named as such is there already
      if (line.startsWith("'") && !line.startsWith("'file:")) {
        candidates.add(candidate(line));
      }
    }
    candidates.sort(java.util.Comparator.comparing(Candidate::toString));
    return List.copyOf(candidates);
  }

  private static Candidate candidate(String line) {
    Matcher file = FILE.matcher(line);
    if (!file.matches()) {
      throw new WorkFailedException(
          "apt names no SHA-256 for a package, so its source is not trusted: " + line);
    }
    return new Candidate(
        decoded(file.group(1)), decoded(file.group(2)), file.group(3), file.group(4));
  }

  /** Only what cannot stand in a file name is encoded; a plus sign is one. */
  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /**
   * Fetches packages.
   *
   * @param target an empty folder
   * @return the files, in the order of the packages; each has the hash that the index gives it
   * @throws WorkFailedException if one cannot be fetched, or has another hash
   */
  Map<Candidate, Path> download(Collection<Candidate> packages, Path target)
      throws InterruptedException {
    Map<Candidate, Path> files = new java.util.LinkedHashMap<>();
    if (packages.isEmpty()) {
      return files;
    }
    log.accept("+ apt-get download of %d packages".formatted(packages.size()));
    Map<Boolean, List<Candidate>> fromOwn =
        packages.stream().collect(Collectors.partitioningBy(solutions.own()::contains));
    download(own, fromOwn.get(true), target);
    download(folder, fromOwn.get(false), target);
    Map<String, Path> byHash = hashes(target);
    for (Candidate candidate : packages) {
      Path file = byHash.get("sha256:" + candidate.sha256());
      if (file == null) {
        throw new WorkFailedException(
            "the file of %s is not the one that the signed index names (SHA-256 %s)"
                .formatted(candidate, candidate.sha256()));
      }
      files.put(candidate, file);
    }
    return files;
  }

  private void download(AptFolder from, List<Candidate> packages, Path target)
      throws InterruptedException {
    if (packages.isEmpty()) {
      return;
    }
    List<String> words = new ArrayList<>(List.of("apt-get", "-q", "download", "--"));
    packages.forEach(p -> words.add(p.argument()));
    Command.Result result = command(from, DOWNLOAD_TIMEOUT, words).in(target).run();
    if (!result.succeeded()) {
      throw AptFailure.of("fetch packages", result, List::of);
    }
  }

  private static Map<String, Path> hashes(Path folder) {
    Map<String, Path> files = new TreeMap<>();
    try (Stream<Path> all = Files.list(folder)) {
      for (Path file : all.toList()) {
        files.put(Digests.of(file), file);
      }
      return files;
    } catch (IOException e) {
      throw new WorkFailedException("could not read %s: %s".formatted(folder, Trees.why(e)), e);
    }
  }

  private List<String> packageNames() throws InterruptedException {
    return command(folder, UPDATE_TIMEOUT, List.of("apt-cache", "pkgnames"))
        .run()
        .output()
        .lines()
        .toList();
  }

  private static Command command(AptFolder in, Duration timeout, List<String> words) {
    return Command.of(words)
        .with("APT_CONFIG", in.configuration().toString())
        .with("LC_ALL", "C.UTF-8")
        .timeout(timeout);
  }

  @Override
  public void close() {
    try {
      fileLock.close();
    } catch (IOException e) {
      throw new WorkFailedException("could not give back apt's folder", e);
    } finally {
      lock.unlock();
    }
  }
}
