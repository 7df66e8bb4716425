package io.drover.engine.version;

import io.drover.config.model.Source;
import io.drover.engine.WorkFailedException;
import io.drover.engine.secret.SecretFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * Where the sources of one configuration are, which revision they have, and how their files get
 * into a workspace. For any number of threads; made anew for each run, as it fetches each
 * repository once.
 *
 * <p>Repositories elsewhere are kept as bare mirrors, those on this machine are read where they
 * are. A workspace holds files only, never a {@code .git}: what a build makes then depends on the
 * files alone, not on a history that may be shallow.
 */
public final class Sources {
  private static final Duration NETWORK_TIMEOUT = Duration.ofSeconds(60);

  private final Path configuration;
  private final Mirrors mirrors;
  private final SecretFiles secrets;
  private final Optional<Source> origin;
  private final TreeCache cache = new TreeCache();

  private Sources(
      Path configuration, Mirrors mirrors, SecretFiles secrets, Optional<Source> origin) {
    this.configuration = configuration;
    this.mirrors = mirrors;
    this.secrets = secrets;
    this.origin = origin;
  }

  /**
   * The same sources, for a configuration folder that is a copy without history: sources that name
   * no repository are where the copy came from.
   *
   * @param copied the repository, commit and folder that the three files were taken from
   */
  public Sources copiedFrom(Source copied) {
    return new Sources(configuration, mirrors, secrets, Optional.of(copied));
  }

  private Source effective(Source source) {
    return source.git().isPresent()
        ? source
        : origin
            .map(
                o ->
                    new Source(
                        o.git(),
                        o.branch(),
                        o.credentials(),
                        plain(o.path() + "/" + source.path())))
            .orElse(source);
  }

  /** As the other one; a git host may say nothing for a minute. */
  public static Sources open(
      Path configurationDirectory, Path mirrorsDirectory, SecretFiles secrets) {
    return open(configurationDirectory, mirrorsDirectory, NETWORK_TIMEOUT, secrets);
  }

  /**
   * The sources of a configuration.
   *
   * @param configurationDirectory folder of the three files
   * @param mirrorsDirectory where copies of repositories are kept; made when needed; several runs
   *     may share it
   * @param networkTimeout how long a git host may say nothing, at least 1 s
   * @param secrets hold the credentials that sources name
   */
  public static Sources open(
      Path configurationDirectory,
      Path mirrorsDirectory,
      Duration networkTimeout,
      SecretFiles secrets) {
    return open(configurationDirectory, mirrorsDirectory, networkTimeout, secrets, "ssh");
  }

  static Sources open(
      Path configuration, Path mirrors, Duration timeout, SecretFiles secrets, String sshProgram) {
    return new Sources(
        configuration.toAbsolutePath(),
        new Mirrors(mirrors.toAbsolutePath(), timeout, sshProgram),
        secrets,
        Optional.empty());
  }

  /**
   * The revision that a source has now. The network is used only for repositories that are
   * elsewhere, and not when {@code branch} is the full id of a commit that is known already.
   *
   * @throws WorkFailedException if the repository, the branch or the path is not there, or the host
   *     does not answer in time
   * @throws InterruptedException if the thread was interrupted; nothing half-written is left
   */
  public Revision resolve(Source written) throws InterruptedException {
    Source source = effective(written);
    if (source.git().isEmpty()) {
      return WorkTree.of(configuration, source.path(), cache).revision();
    }
    RepositoryAddress address = address(source);
    return Failures.explained(
        "read " + address,
        () -> {
          Optional<Revision> found = Optional.empty();
          for (Optional<Depth> depth = Optional.of(Depth.TIPS);
              found.isEmpty();
              depth = depth.get().next()) {
            found = revision(source, address, depth.orElseThrow());
          }
          return found.get();
        });
  }

  /** The revision as a mirror of that depth tells it; empty if more history is needed. */
  private Optional<Revision> revision(Source source, RepositoryAddress address, Depth depth)
      throws IOException, InterruptedException {
    try (Repository repository = repository(address, source.branch(), depth)) {
      // Before the walk: what is fetched meanwhile may only make it ask once more.
      Set<ObjectId> cut =
          address.isLocal() ? Set.of() : repository.getObjectDatabase().getShallowCommits();
      Branches branches = new Branches(repository, address);
      if (!cut.isEmpty() && branches.needsAllHistory(source.branch())) {
        return Optional.empty();
      }
      ObjectId head = branches.find(source.branch());
      String path = plain(source.path());
      RevCommit commit =
          History.lastTouching(repository, head, path, cache)
              .orElseThrow(() -> missing(repository, head, path, source.branch(), address));
      return cut.contains(commit) ? Optional.empty() : Optional.of(revision(commit));
    }
  }

  /**
   * Where others find the repository of a source.
   *
   * @return its URL without credentials; empty for a folder of this machine
   */
  public Optional<String> publicUrl(Source source) {
    return PublicUrl.of(effective(source), configuration);
  }

  /**
   * Writes the files below the source's path into a workspace: those of the commit or, in the
   * configuration folder, those on disk without what git ignores. Executable bits and symbolic
   * links are kept, links that lead out of the folder as well; modes are 644 and 755.
   *
   * @param revision what {@link #resolve} said
   * @param workspace an empty folder, made when needed; after an error its content is undefined
   * @throws WorkFailedException if the files changed since, or cannot be read or written
   */
  public void checkOut(Source written, Revision revision, Path workspace)
      throws InterruptedException {
    Source source = effective(written);
    prepare(workspace);
    if (source.git().isEmpty()) {
      WorkTree.of(configuration, source.path(), cache).copyTo(workspace, revision);
      return;
    }
    RepositoryAddress address = address(source);
    String commit =
        revision
            .commit()
            .orElseThrow(() -> new IllegalArgumentException("not a revision of " + address));
    Failures.explained(
        "write the files of %s to %s".formatted(address, workspace),
        () -> {
          LfsPointers pointers = new LfsPointers();
          write(address, commit, plain(source.path()), source.branch(), workspace, pointers);
          pointers.refuse(address.toString());
          return workspace;
        });
  }

  /** The files of a commit below a path, and those of its submodules. */
  private void write(
      RepositoryAddress address,
      String commit,
      String path,
      Optional<String> branch,
      Path folder,
      LfsPointers pointers)
      throws IOException, InterruptedException {
    try (Repository repository = repository(address, Optional.of(commit), Depth.TIPS);
        ObjectReader reader = repository.newObjectReader()) {
      ObjectId id = new Branches(repository, address).find(Optional.of(commit));
      ObjectId tree =
          History.folder(repository, id, path)
              .orElseThrow(() -> missing(repository, id, path, branch, address));
      Submodules submodules = Submodules.of(repository, id);
      TreeWriter writer =
          new TreeWriter(
              reader,
              pointers,
              (name, wanted, into) ->
                  write(
                      address.submodule(submodules.url(name)),
                      wanted.name(),
                      "",
                      Optional.empty(),
                      into,
                      pointers));
      writer.write(tree, path, folder);
    }
  }

  static Revision revision(RevCommit commit) {
    Instant time = commit.getCommitterIdent().getWhenAsInstant();
    return Revision.ofCommit(commit.name(), time);
  }

  private RepositoryAddress address(Source source) {
    RepositoryAddress address = RepositoryAddress.parse(source.git().orElseThrow(), configuration);
    address.login().hide(secrets.masking());
    return source.credentials().map(id -> address.with(Login.of(secrets, id))).orElse(address);
  }

  private Repository repository(RepositoryAddress address, Optional<String> branch, Depth depth)
      throws IOException, InterruptedException {
    if (address.isLocal()) {
      return local(address);
    }
    Optional<String> commit = branch.filter(Branches::isCommit);
    if (commit.isEmpty()) {
      return mirrors.fetched(address, Optional.empty(), depth);
    }
    if (depth == Depth.TIPS) {
      Optional<Repository> known = having(mirrors.known(address), address, commit.get());
      if (known.isEmpty()) {
        Repository fetched = mirrors.fetched(address, Optional.empty(), depth);
        known = having(Optional.of(fetched), address, commit.get());
      }
      if (known.isPresent()) {
        return known.get();
      }
    }
    try {
      return mirrors.fetched(address, commit, depth);
    } catch (WorkFailedException e) {
      // Many hosts give only what a branch or a tag leads to, however far behind.
      Repository all = mirrors.fetched(address, Optional.empty(), Depth.ALL);
      return having(Optional.of(all), address, commit.get()).orElseThrow(() -> e);
    }
  }

  private static Optional<Repository> having(
      Optional<Repository> repository, RepositoryAddress address, String commit)
      throws IOException {
    if (repository.isPresent()
        && new Branches(repository.get(), address).lookUp(commit).isEmpty()) {
      repository.get().close();
      return Optional.empty();
    }
    return repository;
  }

  private static Repository local(RepositoryAddress address) throws IOException {
    GitSettings.use();
    Path folder = address.folder();
    if (!Files.isDirectory(folder)) {
      throw new WorkFailedException(
          "git repository %s is not there; a path counts from the configuration folder"
              .formatted(folder));
    }
    FileRepositoryBuilder builder =
        new FileRepositoryBuilder()
            .addCeilingDirectory(folder.getParent().toFile())
            .findGitDir(folder.toFile());
    if (builder.getGitDir() == null) {
      throw new WorkFailedException(
          "%s is not a git repository; without \"git\" a folder needs none".formatted(folder));
    }
    return builder.setMustExist(true).build();
  }

  /** A path as git writes it. */
  private static String plain(String path) {
    String normal = Path.of(path).normalize().toString().replaceFirst("^/+", "");
    return normal.equals(".") ? "" : normal;
  }

  private static WorkFailedException missing(
      Repository repository,
      ObjectId commit,
      String path,
      Optional<String> branch,
      RepositoryAddress address) {
    String message =
        "source path \"%s\" is not a folder of %s at %s"
            .formatted(path, address, branch.orElse("its default branch"));
    try {
      return new WorkFailedException(
          message + Nearest.hint(path, foldersNear(repository, commit, path)));
    } catch (IOException e) {
      return new WorkFailedException(message, e);
    }
  }

  /** The folders beside the first name of a path that is not there. */
  private static List<String> foldersNear(Repository repository, ObjectId commit, String path)
      throws IOException {
    Path parent = Path.of(path).getParent();
    while (parent != null && History.folder(repository, commit, parent.toString()).isEmpty()) {
      parent = parent.getParent();
    }
    String prefix = parent == null ? "" : parent.toString();
    List<String> names = new ArrayList<>();
    ObjectId tree = History.folder(repository, commit, prefix).orElseThrow();
    try (TreeWalk walk = new TreeWalk(repository)) {
      walk.addTree(tree);
      while (walk.next()) {
        if (walk.getFileMode(0).equals(FileMode.TREE)) {
          names.add((prefix.isEmpty() ? "" : prefix + "/") + walk.getPathString());
        }
      }
    }
    return names;
  }

  private static void prepare(Path workspace) throws InterruptedException {
    boolean empty =
        Failures.explained(
            "use the workspace " + workspace,
            () -> {
              Files.createDirectories(workspace);
              try (Stream<Path> files = Files.list(workspace)) {
                return files.findAny().isEmpty();
              }
            });
    if (!empty) {
      throw new WorkFailedException("workspace %s is not empty".formatted(workspace));
    }
  }
}
