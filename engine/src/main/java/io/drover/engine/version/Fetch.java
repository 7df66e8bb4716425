package io.drover.engine.version;

import io.drover.engine.WorkFailedException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.jgit.api.errors.JGitInternalException;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.EmptyProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryCache;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.FetchResult;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.util.FS;

/**
 * One fetch of all branches and tags into a bare mirror. The first one goes to a temporary folder
 * that becomes the mirror when it is complete; later ones leave, when they are killed, at most
 * files that nobody reads and that the next one removes.
 */
final class Fetch extends EmptyProgressMonitor {
  private static final List<RefSpec> ALL =
      List.of(new RefSpec("+refs/heads/*:refs/heads/*"), new RefSpec("+refs/tags/*:refs/tags/*"));
  private static final String NEW = ".new";

  private final RepositoryAddress address;
  private final Optional<String> commit;
  private final Path mirror;
  private final Path fresh;
  private final Path keys;
  private final Duration silence;
  private final SshProgram ssh;
  private volatile boolean cancelled;

  /**
   * A fetch to be done.
   *
   * @param commit full id of a commit to get by itself, as no branch or tag leads to it
   * @param mirror where the mirror is or will be
   * @param silence how long the host may say nothing
   */
  Fetch(
      RepositoryAddress address,
      Optional<String> commit,
      Path mirror,
      Duration silence,
      SshProgram ssh) {
    this.address = address;
    this.commit = commit;
    this.mirror = mirror;
    this.silence = silence;
    this.ssh = ssh;
    String own = mirror.getFileName() + NEW + UUID.randomUUID();
    fresh = mirror.resolveSibling(own);
    keys = mirror.resolveSibling(own + ".keys");
  }

  /** Fetches; runs until it is done, has failed, or was cancelled and the host spoke again. */
  Path run() throws InterruptedException {
    GitSettings.use();
    Path lock = mirror.resolveSibling(mirror.getFileName() + ".lock");
    return Failures.explained(
        "keep a copy of %s in %s".formatted(address, mirror.getParent()),
        () -> {
          Files.createDirectories(mirror.getParent());
          MirrorLock held = MirrorLock.take(lock);
          try {
            removeLeftovers();
            provideKey();
            if (RepositoryCache.FileKey.isGitRepository(mirror.toFile(), FS.DETECTED)) {
              fetch(mirror);
            } else {
              delete(mirror);
              fetch(fresh);
              Files.move(fresh, mirror, StandardCopyOption.ATOMIC_MOVE);
            }
            return mirror;
          } finally {
            delete(keys);
            delete(fresh);
            held.close();
          }
        });
  }

  /** Makes a running fetch end soon, and leaves nothing half-written. */
  void cancel() {
    cancelled = true;
    ssh.end();
    try {
      delete(keys);
      delete(fresh);
    } catch (IOException e) {
      // It is being written at this moment: the fetch itself removes it when it ends, or the next.
    }
  }

  @Override
  public boolean isCancelled() {
    return cancelled;
  }

  private void fetch(Path directory) throws IOException {
    try (Repository repository =
        new FileRepositoryBuilder().setGitDir(directory.toFile()).setBare().build()) {
      if (!Files.exists(directory)) {
        repository.create(true);
        // In the background it would outlive the lock.
        repository
            .getConfig()
            .setBoolean(
                ConfigConstants.CONFIG_GC_SECTION,
                null,
                ConfigConstants.CONFIG_KEY_AUTODETACH,
                false);
        repository.getConfig().save();
        // JGit asks for the remote's default branch only where there is none: so it is kept apart.
        repository.updateRef(Constants.HEAD).link("refs/drover/none");
      }
      List<RefSpec> wanted =
          commit.map(id -> List.of(new RefSpec(id + ":refs/drover/" + id))).orElse(ALL);
      try (Transport transport = Transport.open(repository, address.uri())) {
        configure(transport);
        FetchResult result = transport.fetch(this, wanted);
        if (commit.isEmpty()) {
          setDefaultBranch(repository, result.getAdvertisedRef(Constants.HEAD));
        }
      } catch (IOException | JGitInternalException e) {
        throw failure(e);
      }
    }
    if (cancelled) {
      throw new IOException("it was cancelled");
    }
  }

  private void provideKey() throws IOException {
    String scheme = address.uri().getScheme();
    if (scheme == null || scheme.endsWith("ssh")) {
      Optional<SshKey> key = address.login().ssh(address.uri());
      if (key.isPresent()) {
        key.get().writeTo(keys);
        ssh.use(key.get(), keys);
      }
    }
  }

  private void configure(Transport transport) {
    transport.setTimeout((int) Math.max(1, silence.toSeconds()));
    transport.setTagOpt(TagOpt.NO_TAGS);
    transport.setRemoveDeletedRefs(true);
    if (transport instanceof SshTransport overSsh) {
      overSsh.setSshSessionFactory(ssh);
    } else {
      address.login().http(address.uri()).ifPresent(transport::setCredentialsProvider);
    }
  }

  private WorkFailedException failure(Exception e) throws IOException {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof FileSystemException || ("" + t.getMessage()).contains("No space left")) {
        throw new IOException(t.getMessage(), e);
      }
    }
    return new WorkFailedException(RemoteTrouble.explain(address, silence, ssh.said(), e), e);
  }

  private static void setDefaultBranch(Repository repository, Ref head) throws IOException {
    if (head == null) {
      return;
    }
    if (head.isSymbolic()) {
      repository.updateRef(Branches.DEFAULT).link(head.getTarget().getName());
      return;
    }
    ObjectId id = head.getObjectId();
    RefUpdate detached = repository.updateRef(Branches.DEFAULT, true);
    detached.setNewObjectId(id);
    detached.forceUpdate();
  }

  /** What a killed fetch left; nobody else is at work here, as the lock is held. */
  private void removeLeftovers() throws IOException {
    String prefix = mirror.getFileName() + NEW;
    try (Stream<Path> siblings = Files.list(mirror.getParent())) {
      for (Path old : siblings.filter(p -> name(p).startsWith(prefix)).toList()) {
        delete(old);
      }
    }
    if (!Files.isDirectory(mirror)) {
      return;
    }
    try (Stream<Path> files = Files.walk(mirror)) {
      for (Path old : files.filter(this::isLeftover).toList()) {
        Files.deleteIfExists(old);
      }
    }
  }

  /** Locks, and among the objects what was not complete; a branch may have any other name. */
  private boolean isLeftover(Path file) {
    String name = name(file);
    boolean object = file.startsWith(mirror.resolve("objects"));
    return name.endsWith(".lock")
        || object && (name.startsWith("incoming_") || name.endsWith("tmp"));
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes a) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path dir, IOException e) throws IOException {
            Files.deleteIfExists(dir);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
