package io.drover.jenkins.image;

import io.drover.engine.process.Command;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A git repository with the project shop.
 *
 * @param path its folder
 */
record ShopRepository(Path path) {

  /** The example, committed. */
  static ShopRepository in(Path folder) throws IOException, InterruptedException {
    ShopRepository repository = new ShopRepository(folder.resolve("shop"));
    Folders.copy(Path.of("../examples/shop"), repository.path);
    repository.git("init", "--quiet", "--initial-branch=main");
    repository.commit("begin");
    return repository;
  }

  /** As Jenkins takes it. */
  String url() {
    return "file://" + path;
  }

  /** Commits everything. */
  void commit(String message) throws IOException, InterruptedException {
    git("add", "--all");
    git(
        "-c",
        "user.name=Ann",
        "-c",
        "user.email=ann@example.com",
        "commit",
        "--quiet",
        "-m",
        message);
  }

  private void git(String... words) throws IOException, InterruptedException {
    Command.of(Stream.concat(Stream.of("git"), Stream.of(words)).toList()).in(path).check("git");
  }
}
