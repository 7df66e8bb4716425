package io.drover.engine.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.drover.config.model.Source;
import io.drover.engine.WorkFailedException;
import io.drover.engine.process.Command;
import io.drover.testing.GitHttpServer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemoteSourceTest {
  @TempDir Path temp;
  private GitCommand git;
  private String first;
  private String second;

  @BeforeEach
  void makeRepository() throws Exception {
    git = GitCommand.init(temp.resolve("repos/shop.git")).write("catalog/src/a.txt", "a\n");
    git.write(".gitattributes", "* text eol=crlf\n").write("catalog/run.sh", "#!/bin/sh\n");
    Files.setPosixFilePermissions(
        git.folder().resolve("catalog/run.sh"), PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createSymbolicLink(git.folder().resolve("catalog/out"), Path.of("../../elsewhere"));
    first = git.commit(1);
    git.run("tag", "-a", "-m", "one", "v1");
    second = git.write("pricing/p.c", "int p;\n").commit(2);
    git.run("branch", "feature/x");
    git.run("branch", "release");
  }

  private Sources sources() {
    return Sources.open(temp, temp.resolve("mirrors"), Duration.ofSeconds(1), TestSecrets.NONE);
  }

  private static Source source(String git, String branch, String path) {
    Optional<String> name = branch.isEmpty() ? Optional.empty() : Optional.of(branch);
    return new Source(Optional.of(git), name, Optional.empty(), path);
  }

  private String failure(Source source) {
    Throwable thrown = catchThrowable(() -> sources().resolve(source));
    assertThat(thrown).isInstanceOf(WorkFailedException.class);
    return thrown.getMessage();
  }

  private List<Path> leftInMirrors() throws Exception {
    try (Stream<Path> files = Files.list(temp.resolve("mirrors"))) {
      return files.filter(file -> !file.toString().endsWith(".lock")).toList();
    }
  }

  @Test
  void branchesTagsAndCommitsOfLocalRepositoriesAreFound() throws Exception {
    for (String url : List.of("repos/shop.git", "file://" + git.folder(), "" + git.folder())) {
      assertThat(sources().resolve(source(url, "", "catalog")).commit()).contains(first);
      assertThat(sources().resolve(source(url, "feature/x", "")).commit()).contains(second);
      assertThat(sources().resolve(source(url, "v1", "")).commit()).contains(first);
      assertThat(sources().resolve(source(url, first.substring(0, 9), "")).commit())
          .contains(first);
      assertThat(sources().resolve(source(url, first, "")).commit()).contains(first);
    }
    assertThat(temp.resolve("mirrors")).doesNotExist();
  }

  @Test
  void workspaceGetsTheCommitsFilesByteByByte() throws Exception {
    try (GitHttpServer server = new GitHttpServer(temp.resolve("repos"), "")) {
      String url = "http://" + server.address() + "/shop.git";
      for (String where : List.of(url, "repos/shop.git")) {
        Path workspace = temp.resolve("w" + where.length());
        Source source = source(where, "", "catalog");
        sources().checkOut(source, sources().resolve(source), workspace);
        assertThat(Trees.of(workspace))
            .isEqualTo(
                Map.of(
                    "run.sh", "rwxr-xr-x #!/bin/sh\n",
                    "src/a.txt", "rw-r--r-- a\n",
                    "out", "-> ../../elsewhere"));
      }
    }
  }

  @Test
  void componentsOfOneRepositoryShareOneFetchAndTheNextRunSeesNewCommits() throws Exception {
    try (GitHttpServer server = new GitHttpServer(temp.resolve("repos"), "")) {
      String url = "http://" + server.address() + "/shop.git";
      Sources sources = sources();
      ExecutorService pool = Executors.newFixedThreadPool(6);
      List<Callable<Revision>> work = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        work.add(() -> sources.resolve(source(url, "release", "catalog")));
      }
      for (Future<Revision> done : pool.invokeAll(work)) {
        assertThat(done.get().commit()).contains(first);
      }
      pool.shutdown();
      assertThat(server.advertisements()).isEqualTo(1);
      String third = git.write("catalog/src/a.txt", "b").commit(3);
      git.run("branch", "-D", "release");
      assertThat(sources().resolve(source(url, "", "catalog")).commit()).contains(third);
      assertThat(failure(source(url, "release", ""))).contains("no branch, tag or commit");
      int before = server.advertisements();
      sources().resolve(source(url, first, "catalog"));
      assertThat(server.advertisements()).as("a full commit id needs no network").isEqualTo(before);
    }
  }

  @Test
  void runsThatShareAMirrorDoNotDisturbEachOther() throws Exception {
    try (GitHttpServer server = new GitHttpServer(temp.resolve("repos"), "")) {
      Source source = source("http://" + server.address() + "/shop.git", "", "catalog");
      ExecutorService pool = Executors.newFixedThreadPool(4);
      for (int round = 0; round < 3; round++) {
        String last = git.write("catalog/src/a.txt", "round " + round).commit(10 + round);
        Callable<Revision> run = () -> sources().resolve(source);
        for (Future<Revision> done : pool.invokeAll(List.of(run, run, run, run))) {
          assertThat(done.get().commit()).contains(last);
        }
      }
      pool.shutdown();
      assertThat(leftInMirrors()).hasSize(1);
    }
  }

  @Test
  void defaultBranchOfTheRemoteCountsAlsoWhenItIsAnotherOne() throws Exception {
    git.run("checkout", "-q", "-b", "trunk");
    String third = git.write("t", "t").commit(3);
    try (GitHttpServer server = new GitHttpServer(temp.resolve("repos"), "")) {
      Source source = source("http://" + server.address() + "/shop.git", "", "");
      assertThat(sources().resolve(source).commit()).contains(third);
      git.run("checkout", "-q", "main");
      assertThat(sources().resolve(source).commit()).contains(second);
    }
  }

  @Test
  void killedFetchLeavesNothingThatStopsTheNextOne() throws Exception {
    try (GitHttpServer server = new GitHttpServer(temp.resolve("repos"), "")) {
      Source source = source("http://" + server.address() + "/shop.git", "", "catalog");
      sources().resolve(source);
      Path mirror = leftInMirrors().get(0);
      Files.writeString(mirror.resolve("packed-refs.lock"), "");
      Files.createDirectories(mirror.resolve("refs/heads"));
      Files.writeString(mirror.resolve("refs/heads/main.lock"), "");
      Files.createDirectories(mirror.resolveSibling(mirror.getFileName() + ".new-half"));
      String third = git.write("catalog/src/a.txt", "b").commit(3);
      assertThat(sources().resolve(source).commit()).contains(third);
      assertThat(leftInMirrors()).containsExactly(mirror);
    }
  }

  @Test
  void loginOfTheUrlIsUsedAndNeverShown() throws Exception {
    String basic =
        "Basic " + Base64.getEncoder().encodeToString("me:s3cret".getBytes(StandardCharsets.UTF_8));
    try (GitHttpServer server = new GitHttpServer(temp.resolve("repos"), basic)) {
      String rest = server.address() + "/shop.git";
      assertThat(failure(source("http://" + rest, "", "")))
          .isEqualTo(
              "could not fetch http://%s: 127.0.0.1 asks for a login; give one with \"credentials\""
                  .formatted(rest));
      assertThat(failure(source("http://me:wr0ng@" + rest, "", "")))
          .contains("refused the user and password")
          .doesNotContain("wr0ng")
          .doesNotContain("me:");
      assertThat(sources().resolve(source("http://me:s3cret@" + rest, "", "catalog")).commit())
          .contains(first);
      assertThat(
              Command.of("grep", "-r", "s3cret", temp.resolve("mirrors").toString()).run().output())
          .isEmpty();
    }
    assertThat(failure(source("http://me:s3cret@/x y", "", ""))).doesNotContain("s3cret");
  }

  @Test
  void sshHostIsReachedWithTheSshProgram() throws Exception {
    Path ssh = temp.resolve("fake-ssh");
    Files.writeString(
        ssh,
        "#!/bin/sh\necho \"$@\" >> " + temp + "/calls\nfor c; do :; done\nexec sh -c \"$c\"\n");
    Files.setPosixFilePermissions(ssh, PosixFilePermissions.fromString("rwxr-xr-x"));
    Sources sources =
        Sources.open(
            temp, temp.resolve("mirrors"), Duration.ofSeconds(5), TestSecrets.NONE, ssh.toString());
    Source source = source("git@host.example:" + git.folder(), "", "catalog");
    assertThat(sources.resolve(source).commit()).contains(first);
    assertThat(temp.resolve("calls")).content().contains("BatchMode=yes").contains("-- git@host.e");
    Files.writeString(ssh, "#!/bin/sh\necho 'Host key verification failed.' >&2\nexit 255\n");
    Source other = source("git@host.example:/other", "", "");
    assertThatThrownBy(() -> sources.resolve(other))
        .isInstanceOf(WorkFailedException.class)
        .hasMessageContaining("the host key of host.example is not known")
        .hasMessageContaining("add it to ~/.ssh/known_hosts");
  }

  @Test
  void repositoryBranchOrPathThatIsNotThereIsSaidWithWhatIs() throws Exception {
    assertThat(failure(source("repos/none.git", "", "")))
        .isEqualTo(
            "git repository %s/repos/none.git is not there;".formatted(temp)
                + " a path counts from the configuration folder");
    assertThat(failure(source("repos", "", ""))).contains("is not a git repository");
    assertThat(failure(source("repos/shop.git", "relaese", "")))
        .isEqualTo(
            "no branch, tag or commit \"relaese\" in %s; there are: release, main, feature/x, v1"
                .formatted(git.folder()));
    assertThat(failure(source("repos/shop.git", "main", "catalog/scr")))
        .isEqualTo(
            "source path \"catalog/scr\" is not a folder of %s at main; there are: catalog/src"
                .formatted(git.folder()));
    GitCommand.init(temp.resolve("repos/empty"));
    assertThat(failure(source("repos/empty", "", ""))).contains("has no commit yet");
    try (GitHttpServer server = new GitHttpServer(temp.resolve("repos"), "")) {
      assertThat(failure(source("http://" + server.address() + "/none.git", "", "")))
          .contains("there is no such repository on 127.0.0.1");
    }
  }

  @Test
  void closedPortIsSaidAtOnce() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    assertThat(failure(source("http://127.0.0.1:" + port + "/x.git", "", "")))
        .contains("127.0.0.1 cannot be reached (Connection refused)");
    assertThat(leftInMirrors()).isEmpty();
  }

  @Test
  void silentHostEndsWithTheTimeLimitAndAnInterruptAtOnce() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      String url = "http://127.0.0.1:" + silent.getLocalPort() + "/x.git";
      assertThat(failure(source(url, "", "")))
          .isEqualTo(
              "could not fetch %s: 127.0.0.1 did not answer within 1 s;".formatted(url)
                  + " check the address and the network, or try later");
      Sources patient =
          Sources.open(temp, temp.resolve("mirrors"), Duration.ofSeconds(30), TestSecrets.NONE);
      AtomicReference<Throwable> thrown = new AtomicReference<>();
      Thread thread =
          new Thread(() -> thrown.set(catchThrowable(() -> patient.resolve(source(url, "", "")))));
      thread.start();
      Thread.sleep(300);
      thread.interrupt();
      thread.join(1000);
      assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
      assertThat(leftInMirrors()).isEmpty();
    }
  }

  @Test
  void fullDiskAndWorkspaceThatCannotBeUsedAreSaid() throws Exception {
    git.write("big", "0123456789".repeat(100_000)).commit(3);
    Source source = source("repos/shop.git", "", "");
    Revision revision = sources().resolve(source);
    Path file = Files.createFile(temp.resolve("file"));
    assertThatThrownBy(() -> sources().checkOut(source, revision, file.resolve("w")))
        .isInstanceOf(WorkFailedException.class)
        .hasMessageContaining("could not use the workspace " + file.resolve("w"));
    assertThatThrownBy(() -> sources().checkOut(source, revision, git.folder()))
        .hasMessageContaining("is not empty");
    Path small = Files.createDirectory(temp.resolve("small"));
    Assumptions.assumeTrue(
        Command.of("mount", "-t", "tmpfs", "-o", "size=64k", "none", "" + small).run().succeeded());
    try {
      assertThatThrownBy(() -> sources().checkOut(source, revision, small))
          .isInstanceOf(WorkFailedException.class)
          .hasMessageContaining(small.resolve("big") + ": No space left on device");
    } finally {
      Command.of("umount", "" + small).check("unmount");
    }
  }
}
