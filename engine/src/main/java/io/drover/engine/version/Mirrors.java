package io.drover.engine.version;

import io.drover.engine.WorkFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/** Bare copies of the repositories that are elsewhere; each is fetched once at most. */
final class Mirrors {
  private final Path directory;
  private final Duration silence;
  private final String sshProgram;
  private final Map<String, Running> fetches = new HashMap<>();

  /**
   * A folder of mirrors.
   *
   * @param directory made when needed; several processes may share it
   * @param silence how long a host may say nothing
   * @param sshProgram name of the ssh program on the PATH
   */
  Mirrors(Path directory, Duration silence, String sshProgram) {
    this.directory = directory;
    this.silence = silence;
    this.sshProgram = sshProgram;
  }

  private static final class Running {
    final Fetch fetch;
    final FutureTask<Path> task;
    int waiters;

    Running(Fetch fetch) {
      this.fetch = fetch;
      task = new FutureTask<>(fetch::run);
    }
  }

  /** The mirror of a repository as some earlier fetch left it. */
  Optional<Repository> known(RepositoryAddress address) throws IOException {
    Path mirror = mirror(address);
    return Files.isDirectory(mirror) ? Optional.of(open(mirror)) : Optional.empty();
  }

  /**
   * The mirror of a repository, fetched now unless that was done before, by any thread. A failure
   * stays, too: the next caller gets it without another wait.
   *
   * @param commit full id of a commit that no branch or tag leads to
   */
  Repository fetched(RepositoryAddress address, Optional<String> commit)
      throws IOException, InterruptedException {
    String key = "%s %s %s".formatted(address, commit.orElse(""), address.login().name());
    Running running = join(key, address, commit);
    try {
      return open(running.task.get());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof WorkFailedException known) {
        throw known;
      }
      throw new WorkFailedException(
          RemoteTrouble.explain(address, silence, "", (Exception) e.getCause()), e.getCause());
    } catch (CancellationException e) {
      throw new InterruptedException();
    } finally {
      leave(key, running);
    }
  }

  private synchronized Running join(
      String key, RepositoryAddress address, Optional<String> commit) {
    Running running = fetches.get(key);
    if (running == null) {
      SshProgram ssh = new SshProgram(sshProgram);
      running = new Running(new Fetch(address, commit, mirror(address), silence, ssh));
      fetches.put(key, running);
      // A thread of its own: reading from a socket cannot be interrupted, waiting for it can.
      Thread thread = new Thread(running.task, "fetch " + address);
      thread.setDaemon(true);
      thread.start();
    }
    running.waiters++;
    return running;
  }

  /** The last one to lose patience ends the fetch. */
  private synchronized void leave(String key, Running running) {
    running.waiters--;
    if (running.waiters == 0 && !running.task.isDone()) {
      fetches.remove(key);
      running.fetch.cancel();
      running.task.cancel(true);
    }
  }

  private Path mirror(RepositoryAddress address) {
    return directory.resolve(address.fileName());
  }

  private static Repository open(Path mirror) throws IOException {
    GitSettings.use();
    return new FileRepositoryBuilder()
        .setGitDir(mirror.toFile())
        .setBare()
        .setMustExist(true)
        .build();
  }
}
