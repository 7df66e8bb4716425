package io.drover.engine.image;

import static io.drover.config.model.DependencyType.APK_PACKAGE;
import static io.drover.config.model.DependencyType.NPM_PACKAGE;
import static io.drover.engine.image.Dependencies.debian;
import static io.drover.engine.image.Dependencies.of;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.engine.process.Command;
import io.drover.testing.ScratchImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real, statically linked apk (apk-tools 3), named by {@code DROVER_TEST_APK} or found as {@code
 * apk.static}, on a base of busybox, with a signed repository of packages that the test makes.
 * Debian has no apk; skipped, loudly, where there is none.
 */
@Tag("real")
@Timeout(300)
class AlpineTest {
  private static final String BASE = "alpine:3.20";

  @TempDir private static Path folder;
  private static ImageWorkshop workshop;
  private static FileServer repository;
  private static Path apk;

  @BeforeAll
  static void open() throws Exception {
    apk =
        apk()
            .orElseGet(
                () -> {
                  System.err.println("SKIPPED AlpineTest: no apk, see DROVER_TEST_APK");
                  return Assumptions.abort("no apk");
                });
    Path packages = Files.createDirectories(folder.resolve("packages"));
    Command.of("openssl", "genrsa", "-out", key().toString(), "2048").check("make a key");
    List<String> files = new ArrayList<>();
    files.add(makePackage("tool", "1.2.3-r4", "echo 1.2.3"));
    files.add(makePackage("tool", "1.20.0-r0", "echo 1.20.0"));
    // Stands for Alpine's package of that name: what counts here is that it is asked for.
    files.add(makePackage("npm", "10.0.0-r0", "echo npm \"$@\" >> /asked"));
    List<String> index = new ArrayList<>(List.of(apk.toString(), "mkndx", "--allow-untrusted"));
    index.addAll(List.of("--sign-key", key().toString(), "--output", packages + "/Packages.adb"));
    index.addAll(files);
    Command.of(index).check("make an index");
    repository = FileServer.of(packages);
    workshop = ImageWorkshop.open(folder.resolve("machine"));
    pushBase();
  }

  @AfterAll
  static void close() throws Exception {
    if (workshop != null) {
      workshop.close();
      repository.close();
    }
  }

  @Test
  void aVersionIsTheBeginningOfOneNumberByNumber() throws Exception {
    ImageReference image = workshop.agent(BASE, Map.of(), of(APK_PACKAGE, "tool", "1.2"));

    assertThat(workshop.installations()).containsExactly("+ apk add tool=~1.2");
    assertThat(workshop.run(image, "tool; ls /var/cache/apk /mnt"))
        .endsWith("1.2.3\n/mnt:\n\n/var/cache/apk:");
  }

  @Test
  void anotherPackageManagerThatIsMissingIsInstalledFirst() throws Exception {
    ImageReference image =
        workshop.agent(BASE, Map.of(), of(APK_PACKAGE, "tool"), of(NPM_PACKAGE, "semver", "7"));

    assertThat(workshop.installations())
        .containsExactly("+ apk add tool", "+ provide npm", "+ npm install --global semver@7");
    assertThat(workshop.run(image, "tool; cat /asked"))
        .isEqualTo(
            "1.20.0\nnpm install --global --no-audit --no-fund --no-update-notifier semver@7");
  }

  @Test
  void aDebianPackageIsRefusedWithTheReason() {
    assertThatThrownBy(() -> workshop.agent(BASE, Map.of(), debian("make")))
        .hasMessageContaining("packages of type debian-package are for Debian and Ubuntu");
  }

  private static Optional<Path> apk() {
    String named = System.getenv().getOrDefault("DROVER_TEST_APK", "");
    return Stream.concat(
            Stream.of(named).filter(n -> !n.isEmpty()).map(Path::of),
            Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "apk.static")))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static Path key() {
    return folder.resolve("test.rsa");
  }

  private static String makePackage(String name, String version, String script)
      throws IOException, InterruptedException {
    Path tree = folder.resolve(name + version);
    Path program = Files.createDirectories(tree.resolve("bin")).resolve(name);
    Files.writeString(program, "#!/bin/sh\n" + script + "\n");
    program.toFile().setExecutable(true, false);
    Path file = folder.resolve("packages/%s-%s.apk".formatted(name, version));
    Command.of(
            apk.toString(),
            "mkpkg",
            "--info",
            "name:" + name,
            "--info",
            "version:" + version,
            "--info",
            "arch:x86_64",
            "--files",
            tree.toString(),
            "--sign-key",
            key().toString(),
            "--output",
            file.toString())
        .check("make an apk");
    return file.toString();
  }

  private static void pushBase() throws IOException, InterruptedException {
    List<String> programs =
        List.of("sh", "ls", "cat", "cp", "rm", "grep", "sed", "mktemp", "chmod", "basename", "env");
    Path root = ScratchImage.busybox(folder, programs);
    for (String name : List.of("etc/apk/keys", "tmp", "mnt", "var/cache/apk", "usr/bin", "sbin")) {
      Files.createDirectories(root.resolve(name));
    }
    Files.copy(apk, root.resolve("sbin/apk"));
    Files.writeString(root.resolve("etc/apk/repositories"), repository.uri() + "Packages.adb\n");
    Files.writeString(root.resolve("etc/apk/arch"), "x86_64\n");
    Path publicKey = root.resolve("etc/apk/keys/test.rsa.pub");
    Command.of("openssl", "rsa", "-in", key().toString(), "-pubout", "-out", publicKey.toString())
        .check("write the public key");
    Command.of(
            root.resolve("sbin/apk").toString(),
            "--root",
            root.toString(),
            "--initdb",
            "--no-cache",
            "add")
        .check("make a database");
    String container =
        workshop.containers.buildah("from", "scratch").check("from").output().strip();
    workshop.containers.buildah("add", "--quiet", container, root.toString(), "/").check("add");
    workshop.containers.buildah("config", "--cmd", "/bin/sh", container).check("config");
    workshop.containers.buildah("commit", "--quiet", container, "localhost/alpine").check("commit");
    workshop.pushBase("localhost/alpine", BASE);
  }
}
