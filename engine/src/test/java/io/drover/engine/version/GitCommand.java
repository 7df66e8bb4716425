package io.drover.engine.version;

import io.drover.engine.process.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A repository made with the real git, whose clock the tests set. */
record GitCommand(Path folder) {

  static GitCommand init(Path folder) throws InterruptedException {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    GitCommand git = new GitCommand(folder);
    git.run("init", "-q", "-b", "main");
    return git;
  }

  String run(String... arguments) throws InterruptedException {
    return at(0, arguments);
  }

  /** Runs git at a second after the start of 2026. */
  String at(int second, String... arguments) throws InterruptedException {
    List<String> words = new ArrayList<>(List.of("git", "-c", "commit.gpgsign=false"));
    words.addAll(List.of("-c", "protocol.file.allow=always", "-c", "safe.directory=*"));
    words.addAll(List.of(arguments));
    String date = (1767225600 + second) + " +0300";
    return Command.of(words)
        .in(folder)
        .with("GIT_AUTHOR_NAME", "A")
        .with("GIT_AUTHOR_EMAIL", "a@example.com")
        .with("GIT_COMMITTER_NAME", "A")
        .with("GIT_COMMITTER_EMAIL", "a@example.com")
        .with("GIT_AUTHOR_DATE", date)
        .with("GIT_COMMITTER_DATE", date)
        .check("run git " + String.join(" ", arguments))
        .output()
        .strip();
  }

  GitCommand write(String name, String content) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Commits all there is and gives the commit's id. */
  String commit(int second) throws InterruptedException {
    run("add", "-A");
    at(second, "commit", "-q", "--allow-empty", "-m", "change at " + second);
    return run("rev-parse", "HEAD");
  }
}
