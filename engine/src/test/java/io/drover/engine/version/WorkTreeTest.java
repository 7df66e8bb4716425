package io.drover.engine.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.config.model.Source;
import io.drover.engine.WorkFailedException;
import io.drover.engine.process.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkTreeTest {
  @TempDir Path temp;

  private Sources sources(Path configuration) {
    return Sources.open(
        configuration, temp.resolve("mirrors"), Duration.ofSeconds(5), TestSecrets.NONE);
  }

  private Revision resolve(Path configuration, String path) throws InterruptedException {
    return sources(configuration).resolve(at(path));
  }

  private static Source at(String path) {
    return new Source(Optional.empty(), Optional.empty(), Optional.empty(), path);
  }

  private GitCommand shop() throws InterruptedException {
    return GitCommand.init(temp.resolve("r").resolve("big"))
        .write("examples/shop/catalog/a.txt", "a")
        .write("examples/shop/catalog/run.sh", "#!/bin/sh\n")
        .write("examples/shop/.gitignore", "target/\n")
        .write("examples/shop/pricing/p.c", "int p;")
        .write("other.txt", "o");
  }

  @Test
  void changeBesideThePathChangesNothing() throws InterruptedException {
    GitCommand git = shop();
    String first = git.commit(1);
    git.write("examples/shop/pricing/p.c", "int q;").commit(2);
    Path shop = git.folder().resolve("examples/shop");
    Revision revision = resolve(shop, "catalog");
    assertThat(revision).isEqualTo(Revision.ofCommit(first, Instant.parse("2026-01-01T00:00:01Z")));
    assertThat(revision.stamp()).isEqualTo("git20260101000001." + first.substring(0, 7));
    git.write("examples/shop/pricing/new.c", "").write("other.txt", "changed");
    assertThat(resolve(shop, "catalog")).isEqualTo(revision);
    assertThat(resolve(shop, "pricing").isDirty()).isTrue();
    assertThat(resolve(shop, "").isDirty()).isTrue();
  }

  @Test
  void everyKindOfChangeIsDirtyWithAHashOfItsOwnAndUndoneIsClean() throws Exception {
    GitCommand git = shop();
    String commit = git.commit(1);
    Path catalog = git.folder().resolve("examples/shop/catalog");
    List<List<String>> changes =
        List.of(
            List.of("sh", "-c", "echo changed > a.txt"),
            List.of("sh", "-c", "echo staged > a.txt; git add a.txt"),
            List.of("touch", "untracked"),
            List.of("rm", "run.sh"),
            List.of("chmod", "+x", "run.sh"),
            List.of("sh", "-c", "rm a.txt; ln -s run.sh a.txt"),
            List.of("sh", "-c", "rm a.txt; mkdir a.txt; echo in > a.txt/b"),
            List.of("git", "mv", "a.txt", "b.txt"));
    Set<Revision> seen = new HashSet<>();
    for (List<String> change : changes) {
      Command.of(change).in(catalog).check("change");
      Revision revision = resolve(git.folder(), "examples/shop/catalog");
      assertThat(revision.isDirty()).as("%s", change).isTrue();
      assertThat(seen.add(revision)).as("%s", change).isTrue();
      git.run("reset", "-q", "--hard");
      git.run("clean", "-qfdx");
      assertThat(resolve(git.folder(), "examples/shop/catalog").commit()).contains(commit);
    }
  }

  @Test
  void touchedOrIgnoredFilesAreNoChange() throws Exception {
    GitCommand git = shop();
    String commit = git.commit(1);
    git.write("examples/shop/catalog/target/out.o", "x");
    Files.setLastModifiedTime(
        git.folder().resolve("examples/shop/catalog/a.txt"), FileTime.from(Instant.EPOCH));
    assertThat(resolve(git.folder(), "examples/shop/catalog").commit()).contains(commit);
  }

  @Test
  void hashIsTheSameWithAndWithoutGitAndAtAnyTimeAndPlace() throws Exception {
    GitCommand git = GitCommand.init(temp.resolve("git")).write("c/x", "x").write("c/d/y", "y");
    Files.createSymbolicLink(git.folder().resolve("c/link"), Path.of("../out"));
    GitCommand plain = new GitCommand(temp.resolve("plain")).write("c/d/y", "y").write("c/x", "x");
    Files.createSymbolicLink(plain.folder().resolve("c/link"), Path.of("../out"));
    Files.setLastModifiedTime(plain.folder().resolve("c/x"), FileTime.from(Instant.EPOCH));
    Files.setPosixFilePermissions(
        plain.folder().resolve("c/x"), PosixFilePermissions.fromString("rw-------"));
    Revision noCommitYet = resolve(git.folder(), "c");
    assertThat(noCommitYet.isDirty()).isTrue();
    assertThat(resolve(plain.folder(), "c")).isEqualTo(noCommitYet);
  }

  @Test
  void linkedWorktreeSubmoduleAndShallowCloneAreReadLikeGitDoes() throws Exception {
    GitCommand git = shop();
    String first = git.commit(1);
    git.write("other.txt", "2").commit(2);
    String third = git.write("other.txt", "3").commit(3);
    git.run("worktree", "add", "-q", temp.resolve("linked").toString(), "-b", "side");
    assertThat(resolve(temp.resolve("linked"), "examples/shop/catalog").commit()).contains(first);
    git.run("clone", "-q", "--depth=2", "file://" + git.folder(), temp + "/shallow");
    GitCommand shallow = new GitCommand(temp.resolve("shallow"));
    assertThat(resolve(shallow.folder(), "examples/shop/catalog").commit())
        .contains(shallow.run("log", "-1", "--format=%H", "--", "examples/shop/catalog"));
    GitCommand outer = GitCommand.init(temp.resolve("outer")).write("x", "x");
    outer.run("submodule", "--quiet", "add", git.folder().toString(), "sub");
    outer.commit(9);
    assertThat(resolve(outer.folder(), "sub").commit()).contains(third);
    assertThat(resolve(outer.folder().resolve("sub"), "examples/shop/catalog").commit())
        .contains(first);
  }

  @Test
  void repositoryOfAnotherUserIsRead() throws Exception {
    GitCommand git = shop();
    String commit = git.commit(1);
    Command.of("chown", "-R", "65534", git.folder().toString()).run();
    assertThat(resolve(git.folder(), "examples/shop/catalog").commit()).contains(commit);
  }

  @Test
  void folderThatGitIgnoresAsAWholeIsTakenWithAllItsFiles() throws Exception {
    GitCommand git = shop().write(".gitignore", "build/\n");
    git.commit(1);
    git.write("build/project/c/x.txt", "x");
    Sources sources = sources(git.folder().resolve("build/project"));
    Revision revision = sources.resolve(at("c"));
    assertThat(revision.isDirty()).isTrue();
    sources.checkOut(at("c"), revision, temp.resolve("w"));
    assertThat(temp.resolve("w/x.txt")).hasContent("x");
  }

  @Test
  void workspaceGetsWhatStandsInTheFolderWithoutIgnoredFiles() throws Exception {
    GitCommand git = shop();
    git.commit(1);
    Path catalog = git.folder().resolve("examples/shop/catalog");
    git.write("examples/shop/catalog/target/out.o", "x");
    git.write("examples/shop/catalog/new file.txt", "n");
    Files.createSymbolicLink(catalog.resolve("out"), Path.of("../../../other.txt"));
    Files.setPosixFilePermissions(
        catalog.resolve("run.sh"), PosixFilePermissions.fromString("rwx------"));
    Files.delete(catalog.resolve("a.txt"));
    Sources sources = sources(git.folder());
    Revision revision = sources.resolve(at("examples/shop/catalog"));
    sources.checkOut(at("examples/shop/catalog"), revision, temp.resolve("w"));
    assertThat(Trees.of(temp.resolve("w")))
        .isEqualTo(
            Map.of(
                "new file.txt", "rw-r--r-- n",
                "out", "-> ../../../other.txt",
                "run.sh", "rwxr-xr-x #!/bin/sh\n"));
  }

  @Test
  void filesThatChangedAfterTheirVersionWasTakenAreRefused() throws Exception {
    GitCommand git = shop();
    git.commit(1);
    Sources sources = sources(git.folder());
    Revision revision = sources.resolve(at("examples"));
    git.write("examples/shop/catalog/a.txt", "later");
    assertThatThrownBy(() -> sources.checkOut(at("examples"), revision, temp.resolve("w")))
        .isInstanceOf(WorkFailedException.class)
        .hasMessageContaining("changed after their version was taken; run again");
  }

  @Test
  void missingPathNamesWhatIsThere() throws Exception {
    GitCommand git = shop();
    git.commit(1);
    assertThatThrownBy(() -> resolve(git.folder(), "examples/shop/catlog/src"))
        .isInstanceOf(WorkFailedException.class)
        .hasMessage(
            "source path \"examples/shop/catlog/src\" is not there in %s; there are:"
                    .formatted(git.folder().toRealPath())
                + " examples/shop/catalog, examples/shop/pricing");
    assertThatThrownBy(() -> resolve(git.folder(), "other.txt"))
        .hasMessageContaining("is not a folder");
    assertThatThrownBy(() -> resolve(git.folder(), "../elsewhere"))
        .hasMessageContaining("leads out of the configuration folder");
  }

  @Test
  void worktreeWhoseRepositoryIsGoneIsAnError() throws Exception {
    Path folder = Files.createDirectories(temp.resolve("torn"));
    Files.writeString(folder.resolve(".git"), "gitdir: " + temp.resolve("gone") + "\n");
    assertThatThrownBy(() -> resolve(folder, ""))
        .isInstanceOf(WorkFailedException.class)
        .hasMessageContaining("gone");
  }
}
