package io.drover.engine.version;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.config.model.Source;
import io.drover.engine.process.Command;
import io.drover.testing.GitHttpServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
  private static final List<String> FOLDERS = List.of("", "a", "b", "b/c");
  @TempDir Path temp;

  /** Histories with merges, reverts, empty commits and clocks that go back. */
  @Test
  void lastCommitIsTheOneThatGitLogShows() throws Exception {
    for (int seed = 0; seed < 12; seed++) {
      GitCommand git = GitCommand.init(temp.resolve("r" + seed));
      Command.of("git", "fast-import", "--quiet")
          .in(git.folder())
          .input(history(new Random(seed), 60))
          .check("make a history");
      Sources sources =
          Sources.open(temp, temp.resolve("mirrors"), Duration.ofSeconds(5), TestSecrets.NONE);
      for (String branch : List.of("main", "side")) {
        for (String folder : FOLDERS) {
          String path = folder.isEmpty() ? "." : folder;
          String expected = git.run("log", "-1", "--format=%H", branch, "--", path);
          Source source =
              new Source(Optional.of("r" + seed), Optional.of(branch), Optional.empty(), folder);
          assertThat(sources.resolve(source).commit())
              .as("seed %d, %s of %s", seed, path, branch)
              .contains(expected);
        }
      }
    }
  }

  /** Mirrors begin with little history and get more until the commit is certain. */
  @Test
  void lastCommitIsTheSameInAMirrorThatHasOnlyAPartOfTheHistory() throws Exception {
    for (int seed = 0; seed < 4; seed++) {
      GitCommand git = GitCommand.init(temp.resolve("repos/r" + seed));
      Command.of("git", "fast-import", "--quiet")
          .in(git.folder())
          .input(history(new Random(seed), 400))
          .check("make a history");
      try (GitHttpServer server = new GitHttpServer(temp.resolve("repos"), "")) {
        String url = "http://%s/r%d".formatted(server.address(), seed);
        Path mirrors = temp.resolve("mirrors" + seed);
        for (String folder : FOLDERS) {
          check(git, url, folder, mirrors);
        }
        git.run("reset", "-q", "--hard");
        git.write("b/c/h", "new").commit(90_000);
        for (String folder : FOLDERS) {
          check(git, url, folder, mirrors);
        }
      }
    }
  }

  private void check(GitCommand git, String url, String folder, Path mirrors) throws Exception {
    Sources sources = Sources.open(temp, mirrors, Duration.ofSeconds(20), TestSecrets.NONE);
    for (String branch : List.of("main", "side")) {
      String path = folder.isEmpty() ? "." : folder;
      String expected = git.run("log", "-1", "--format=%H", branch, "--", path);
      Source source = new Source(Optional.of(url), Optional.of(branch), Optional.empty(), folder);
      assertThat(sources.resolve(source).commit()).as(path + " of " + branch).contains(expected);
    }
    String old = git.run("rev-list", "--max-count=1", "--skip=150", "main");
    for (String name : List.of(old, old.substring(0, 12))) {
      Source source = new Source(Optional.of(url), Optional.of(name), Optional.empty(), folder);
      String expected =
          git.run("log", "-1", "--format=%H", old, "--", folder.isEmpty() ? "." : folder);
      assertThat(sources.resolve(source).commit()).as(name).contains(expected);
    }
  }

  @Test
  void aLargeRepositoryIsNotFetchedWithAllOfItsHistory() throws Exception {
    GitCommand git = GitCommand.init(temp.resolve("repos/r"));
    Command.of("git", "fast-import", "--quiet")
        .in(git.folder())
        .input(history(new Random(1), 400))
        .check("make a history");
    try (GitHttpServer server = new GitHttpServer(temp.resolve("repos"), "")) {
      String url = "http://%s/r".formatted(server.address());
      Path mirrors = temp.resolve("few");
      Sources sources = Sources.open(temp, mirrors, Duration.ofSeconds(20), TestSecrets.NONE);
      git.run("reset", "-q", "--hard", "main");
      git.write("top", "newest").commit(90_000);
      Source source = new Source(Optional.of(url), Optional.of("main"), Optional.empty(), "");
      sources.resolve(source);
      String count =
          Command.of("sh", "-c", "git -C few/*-*/ rev-list --all --count")
              .in(temp)
              .with("GIT_CONFIG_COUNT", "1")
              .with("GIT_CONFIG_KEY_0", "safe.directory")
              .with("GIT_CONFIG_VALUE_0", "*")
              .check("count commits")
              .output()
              .strip();
      assertThat(Integer.parseInt(count)).isLessThan(10);
    }
  }

  /** A stream for git fast-import; every commit has all folders, each with one of few contents. */
  private static String history(Random random, int commits) {
    StringBuilder stream = new StringBuilder();
    List<Integer> marks = new ArrayList<>();
    for (int mark = 1; mark <= commits; mark++) {
      String branch = mark == commits - 1 || random.nextBoolean() ? "main" : "side";
      branch = mark == commits ? "side" : branch;
      int time = 1767225600 + mark * 10 - random.nextInt(40);
      stream.append("commit refs/heads/").append(branch).append("\nmark :").append(mark);
      stream.append("\ncommitter A <a@example.com> ").append(time).append(" +0100\ndata 0\n");
      if (mark > 1) {
        stream.append("from :").append(marks.get(pick(random, marks.size()))).append('\n');
        if (random.nextInt(3) == 0) {
          stream.append("merge :").append(marks.get(pick(random, marks.size()))).append('\n');
        }
      }
      for (String file : List.of("top", "a/f", "b/g", "b/c/h")) {
        if (mark == 1 || random.nextInt(6) == 0) {
          stream.append("M 644 inline ").append(file).append("\ndata 1\n");
          stream.append(random.nextInt(3)).append('\n');
        }
      }
      stream.append('\n');
      marks.add(mark);
    }
    return stream.toString();
  }

  private static int pick(Random random, int size) {
    return Math.max(0, size - 1 - random.nextInt(4));
  }

  @Test
  void deepHistoryIsWalkedToItsBeginning() throws Exception {
    GitCommand git = GitCommand.init(temp.resolve("large"));
    StringBuilder stream = new StringBuilder();
    for (int i = 1; i <= 10_000; i++) {
      stream.append("commit refs/heads/main\ncommitter A <a@example.com> ");
      stream.append(1767225600 + i).append(" +0000\ndata 0\n");
      if (i == 1) {
        stream.append("M 644 inline services/catalog/a\ndata 1\na\n");
      }
      stream.append("M 644 inline services/s").append(i % 50).append("/f\ndata 5\n");
      stream.append("%05d\n\n".formatted(i));
    }
    Command.of("git", "fast-import", "--quiet")
        .in(git.folder())
        .input(stream.toString())
        .check("make a history");
    git.run("reset", "-q", "--hard");
    Source source =
        new Source(Optional.empty(), Optional.empty(), Optional.empty(), "services/catalog");
    String expected = git.run("log", "-1", "--format=%H", "--", "services/catalog");
    Sources sources = Sources.open(git.folder(), temp, Duration.ofSeconds(5), TestSecrets.NONE);
    assertThat(sources.resolve(source).commit()).contains(expected);
  }
}
