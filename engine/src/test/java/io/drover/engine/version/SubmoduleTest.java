package io.drover.engine.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.drover.config.model.Source;
import io.drover.engine.WorkFailedException;
import io.drover.testing.GitHttpServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Submodules in submodules, and files of git-lfs, made by the real git. */
class SubmoduleTest {
  private static final Map<String, String> FILES =
      Map.of(
          "main.c", "rw-r--r-- int main;\n",
          "lib/lib.c", "rw-r--r-- int lib;\n",
          "lib/.gitmodules", "rw-r--r-- [submodule \"deep\"]\n\tpath = deep\n\turl = ../deep.git\n",
          "lib/deep/deep.c", "rw-r--r-- int deep;\n");

  @TempDir Path temp;
  private GitCommand shop;
  private GitCommand lib;

  @BeforeEach
  void makeRepositories() throws Exception {
    GitCommand deep =
        GitCommand.init(temp.resolve("repos/deep.git")).write("deep.c", "int deep;\n");
    deep.commit(1);
    lib = GitCommand.init(temp.resolve("repos/lib.git")).write("lib.c", "int lib;\n");
    addSubmodule(lib, "../deep.git", "deep");
    lib.commit(2);
    shop = GitCommand.init(temp.resolve("repos/shop.git")).write("app/main.c", "int main;\n");
    addSubmodule(shop, "../lib.git", "app/lib");
    shop.commit(3);
    // Another commit of a submodule, which nobody wants.
    lib.write("lib.c", "int newer;\n").commit(4);
  }

  /** With the URL relative, as the same files then serve over http and from disk. */
  private static void addSubmodule(GitCommand git, String url, String path) throws Exception {
    Path source = git.folder().resolve(url).normalize();
    git.run("submodule", "--quiet", "add", "file://" + source, path);
    git.run("config", "-f", ".gitmodules", "submodule." + path + ".url", url);
  }

  private Sources sources(Path configuration) {
    return Sources.open(
        configuration, temp.resolve("mirrors"), Duration.ofSeconds(5), TestSecrets.NONE);
  }

  private static Source source(String git) {
    return new Source(Optional.of(git), Optional.empty(), Optional.empty(), "app");
  }

  private static Source folder(String path) {
    return new Source(Optional.empty(), Optional.empty(), Optional.empty(), path);
  }

  @Test
  void filesOfSubmodulesAreInTheWorkspaceAtTheirCommits() throws Exception {
    try (GitHttpServer server = new GitHttpServer(temp.resolve("repos"), "")) {
      String http = "http://" + server.address() + "/shop.git";
      for (String url : List.of(http, "repos/shop.git")) {
        Path workspace = temp.resolve("w" + url.length());
        Sources sources = sources(temp);
        sources.checkOut(source(url), sources.resolve(source(url)), workspace);
        assertThat(Trees.of(workspace)).isEqualTo(FILES);
      }
    }
  }

  @Test
  void aWorkTreeGivesTheFilesOfItsSubmodulesAndSeesTheirChanges() throws Exception {
    Path clone = temp.resolve("clone");
    GitCommand git = new GitCommand(temp);
    git.run("clone", "-q", "--recursive", "repos/shop.git", "clone");
    Sources sources = sources(clone);
    Revision clean = sources.resolve(folder("app"));
    assertThat(clean.isDirty()).isFalse();
    sources.checkOut(folder("app"), clean, temp.resolve("w1"));
    assertThat(Trees.of(temp.resolve("w1"))).isEqualTo(FILES);

    Files.writeString(clone.resolve("app/lib/deep/deep.c"), "int changed;\n");
    Revision dirty = sources(clone).resolve(folder("app"));
    assertThat(dirty.isDirty()).isTrue();
    sources(clone).checkOut(folder("app"), dirty, temp.resolve("w2"));
    assertThat(temp.resolve("w2/lib/deep/deep.c")).hasContent("int changed;");

    new GitCommand(clone.resolve("app/lib")).commit(9);
    Revision moved = sources(clone).resolve(folder("app"));
    assertThat(moved.isDirty()).as("a submodule at another commit").isTrue();
  }

  @Test
  void aSubmoduleThatIsNotCheckedOutIsToldWithWhatToDo() throws Exception {
    new GitCommand(temp).run("clone", "-q", "repos/shop.git", "clone");
    Sources sources = sources(temp.resolve("clone"));
    Revision revision = sources.resolve(folder("app"));
    assertThat(revision.isDirty()).isFalse();
    assertThat(catchThrowable(() -> sources.checkOut(folder("app"), revision, temp.resolve("w"))))
        .isInstanceOf(WorkFailedException.class)
        .hasMessageContaining(
            "app/lib is not checked out: git submodule update --init --recursive");
  }

  @Test
  void filesInGitLfsAreRefusedByName() throws Exception {
    String pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize 5\n";
    GitCommand git = GitCommand.init(temp.resolve("repos/big.git"));
    git.write("app/model.bin", pointer.formatted("0".repeat(64))).commit(5);
    for (Source source : List.of(source("repos/big.git"), folder("repos/big.git/app"))) {
      Sources sources = sources(temp);
      Revision revision = sources.resolve(source);
      Path workspace = temp.resolve("w" + source.path().length());
      assertThat(catchThrowable(() -> sources.checkOut(source, revision, workspace)))
          .isInstanceOf(WorkFailedException.class)
          .hasMessageContaining("model.bin is in git-lfs, from which Drover does not fetch");
    }
  }
}
