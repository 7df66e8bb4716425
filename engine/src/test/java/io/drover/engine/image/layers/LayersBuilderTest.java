package io.drover.engine.image.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.config.model.Application.Builder;
import io.drover.engine.WorkFailedException;
import io.drover.engine.file.Trees;
import io.drover.engine.image.ImageRecipe;
import io.drover.engine.image.ImageReference;
import io.drover.engine.image.Installation;
import io.drover.engine.image.Installation.Manager;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

@Tag("real")
class LayersBuilderTest {
  /** Type, mode, owner, path and target or hash of everything that an image holds. */
  private static final String LIST =
      """
      cd /
      find . -xdev -printf '%y %m %U:%G %p %l\\n' | sed 's/ *$//' > /tmp/list
      find . -xdev -type f -print0 | xargs -0 md5sum | sed 's/^/f /' >> /tmp/list
      grep -vE ' \\./((proc|sys|dev|mnt|run)(/| |$)|etc/(hosts|hostname|resolv.conf)$)' /tmp/list
      """;

  /** What one builder leaves and the other does not, and why that is right. */
  private static final String ALLOWED =
      String.join(
          "|",
          // Byte code for Python is a cache.
          ".*/__pycache__(/.*)?",
          // Services are not started by an init.
          "\\./etc/rc[0-6S]\\.d/.*",
          "\\./etc/systemd/.*",
          "\\./var/lib/systemd(/.*)?",
          // The linker's lists have other bytes; what they say is compared on its own.
          "\\./etc/ld\\.so\\.cache",
          "\\./var/cache/ldconfig/aux-cache",
          // dpkg, apt and debconf keep copies of their own files.
          "\\./var/lib/dpkg/(status|status-old|lock|lock-frontend|triggers/(Lock|Unincorp))",
          "\\./var/lib/apt/(extended_states|lists|periodic)(/.*)?",
          "\\./var/(cache/(apt|debconf)|log|lib/apt/lists)(/.*)?",
          "\\./etc/apt/sources\\.list\\.d",
          // Links that invoke-rc.d and others make when they run.
          "\\./tmp(/.*)?");

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  static Path state;

  static LayersFixture machine;

  @BeforeAll
  static void open() throws InterruptedException {
    machine = new LayersFixture(state);
  }

  @AfterAll
  static void close() throws Exception {
    machine.close();
  }

  @Test
  void the_same_is_installed_as_by_buildah() throws Exception {
    Installation debian = machine.debian("curl", "nginx-light", "python3");
    ImageReference layers = machine.make(machine.recipe("same", Builder.LAYERS, debian));
    ImageReference buildah = machine.make(machine.recipe("same", Builder.BUILDAH, debian));

    Set<String> ours = new TreeSet<>(machine.run(layers, LIST).lines().toList());
    Set<String> theirs = new TreeSet<>(machine.run(buildah, LIST).lines().toList());
    assertThat(differences(ours, theirs)).as("only in layers").isEmpty();
    assertThat(differences(theirs, ours)).as("only in buildah").isEmpty();
    for (String question :
        List.of(
            "dpkg-query -W -f '${binary:Package} ${Version} ${Status} ${Conffiles}\\n'",
            "apt-mark showmanual",
            "ldconfig -p | grep '=>' | sort",
            "cat /var/lib/dpkg/triggers/File /var/lib/dpkg/triggers/nginx-reload")) {
      assertThat(machine.run(layers, question)).isEqualTo(machine.run(buildah, question));
    }
  }

  private static List<String> differences(Set<String> one, Set<String> other) {
    return one.stream()
        .filter(line -> !other.contains(line))
        .filter(line -> !line.replaceFirst("^.*? (?=\\./)", "").split(" ")[0].matches(ALLOWED))
        .toList();
  }

  @Test
  void dpkg_and_the_programs_find_everything_in_order() throws Exception {
    ImageReference image =
        machine.make(
            machine.recipe(
                "order", Builder.LAYERS, machine.debian("curl", "nginx-light", "python3")));
    assertThat(machine.run(image, "dpkg -V; dpkg --audit; apt-get -qq check; nginx -t 2>&1"))
        .contains("test is successful")
        .hasLineCount(2);
    String libraries =
        "import ssl, sqlite3, readline, ctypes.util as u; print(u.find_library('curl'))";
    assertThat(machine.run(image, "python3 -c \"%s\"".formatted(libraries)))
        .isEqualTo("libcurl.so.4");
    assertThat(
            machine.run(image, "apt-get -qq -s remove nginx-light; ls /var/lib/dpkg/info/nginx*"))
        .contains("Remv nginx-light", "/var/lib/dpkg/info/nginx-common.postrm");
  }

  @Test
  void two_machines_make_the_same_bytes() throws Exception {
    Path deb = new DebMaker(state, "same-bytes", "1").file("usr/bin/same", "x").make();
    Installation own = machine.own(deb);
    ImageRecipe recipe = machine.recipe("bytes", Builder.LAYERS, machine.debian("jq"), own);
    ImageRecipe elsewhere =
        new ImageRecipe(
            "elsewhere/bytes",
            recipe.base(),
            recipe.installations(),
            recipe.settings(),
            recipe.labels(),
            recipe.builder());
    ImageReference one = machine.images("one").ensure(recipe, machine.log::add).image();
    ImageReference two = machine.images("two").ensure(elsewhere, machine.log::add).image();
    assertThat(two.digest()).isEqualTo(one.digest());
  }

  @Test
  void a_changed_package_sends_its_own_layer_and_the_list_of_packages() throws Exception {
    Installation debian = machine.debian("jq");
    for (String version : List.of("1", "2")) {
      Path deb = new DebMaker(state, "changed", version).file("usr/bin/changed", version).make();
      ImageReference image =
          machine.make(machine.recipe("changed", Builder.LAYERS, debian, machine.own(deb)));
      assertThat(machine.run(image, "cat /usr/bin/changed; dpkg-query -W changed"))
          .isEqualTo(version + "changed\t" + version);
    }
    assertThat(machine.log)
        .contains(
            "4 packages to add, 3 of them as layers that are there already",
            "2 of 6 layers were new to the registry");
  }

  @Test
  void modes_owners_and_links_are_those_of_the_package() throws Exception {
    String long100 = "long-name".repeat(12);
    Path deb =
        new DebMaker(state, "modes", "1")
            .file("usr/bin/setuid", "s")
            .file("usr/share/modes/games", "g")
            .file("usr/share/modes/a b\u00e4", "unicode")
            .file("usr/share/modes/" + long100 + "/" + long100, "long")
            .file("lib/modes", "usrmerge")
            .file("etc/modes.conf", "conf")
            .file("DEBIAN/conffiles", "/etc/modes.conf\n")
            .shell("chmod 4755 usr/bin/setuid; mkdir -p var/lib/modes/empty")
            .shell("chown 5:60 usr/share/modes/games; chmod 2770 var/lib/modes/empty")
            .shell("ln usr/share/modes/games usr/share/modes/hard; ln -s ../games usr/share/soft")
            .make();
    ImageReference image = machine.make(machine.recipe("modes", Builder.LAYERS, machine.own(deb)));
    assertThat(
            machine.run(
                image,
                "cd /; stat -c '%n %a %U:%G %h' usr/bin/setuid usr/share/modes/games"
                    + " usr/share/modes/hard var/lib/modes/empty; readlink usr/share/soft lib;"
                    + " cat usr/lib/modes usr/share/modes/a* usr/share/modes/long*/long*; echo; dpkg -V;"
                    + " stat -c '%n %a %U:%G' usr/share usr/bin var/lib tmp;"
                    + " dpkg-query -W -f '${Conffiles}' modes; echo;"
                    + " md5sum --quiet -c var/lib/dpkg/info/modes.md5sums && wc -l < var/lib/dpkg/info/modes.md5sums"))
        .isEqualTo(
            """
            usr/bin/setuid 4755 root:root 1
            usr/share/modes/games 644 games:games 2
            usr/share/modes/hard 644 games:games 2
            var/lib/modes/empty 2770 root:root 2
            ../games
            usr/lib
            usrmergeunicodelong
            usr/share 755 root:root
            usr/bin 755 root:root
            var/lib 755 root:root
            tmp 1777 root:root
             /etc/modes.conf 3a8e4c06e471595f6eb262bb9b5582d9
            6
            """
                .strip());
  }

  @Test
  void a_package_with_a_script_of_its_own_is_refused_by_layers_and_left_to_buildah()
      throws Exception {
    Path deb =
        new DebMaker(state, "scripted", "1")
            .script("postinst", "#!/bin/sh\nset -e\ntouch /etc/was-run\n")
            .make();
    Installation own = machine.own(deb);
    assertThatThrownBy(() -> machine.make(machine.recipe("s", Builder.LAYERS, own)))
        .isInstanceOf(WorkFailedException.class)
        .hasMessage(
            "`builder: layers` cannot make this image: the package scripted runs scripts of its own"
                + " when installed\nTake `builder: buildah`, or leave it out and the builder is"
                + " chosen");
    ImageReference image = machine.make(machine.recipe("s", Builder.AUTO, own));
    assertThat(machine.log)
        .contains(
            "builder: buildah, as the package scripted runs scripts of its own when installed");
    assertThat(machine.run(image, "ls /etc/was-run")).isEqualTo("/etc/was-run");
  }

  @Test
  void auto_takes_layers_where_they_do_and_buildah_for_other_package_managers() throws Exception {
    machine.make(machine.recipe("auto", Builder.AUTO, machine.debian("jq")));
    assertThat(machine.log).contains("builder: layers, as no package needs its scripts run");
    assertThatThrownBy(
            () ->
                machine.make(
                    machine.recipe(
                        "pip", Builder.LAYERS, Installation.of(Manager.PIP, List.of("flask")))))
        .hasMessageContaining("flask: layers are made of Debian packages alone");
  }

  @Test
  void files_that_are_there_already_are_not_overwritten() throws Exception {
    Path runtimes = new DebMaker(state, "greedy", "1").file("usr/bin/tar", "x").make();
    assertThatThrownBy(
            () -> machine.make(machine.recipe("x", Builder.LAYERS, machine.own(runtimes))))
        .hasMessageContaining("package greedy: /usr/bin/tar is in the runtime already");
    Path one = new DebMaker(state, "one-of-two", "1").file("usr/bin/both", "1").make();
    Path two = new DebMaker(state, "two-of-two", "1").file("usr/bin/both", "2").make();
    assertThatThrownBy(
            () -> machine.make(machine.recipe("x", Builder.LAYERS, machine.own(one, two))))
        .hasMessageContaining("packages one-of-two and two-of-two both have /usr/bin/both");
    Path diverted = new DebMaker(state, "diverted", "1").file("bin/sh", "x").make();
    assertThatThrownBy(
            () -> machine.make(machine.recipe("x", Builder.LAYERS, machine.own(diverted))))
        .hasMessageContaining("/bin/sh has an owner or a place of its own in the runtime");
  }

  @Test
  void what_apt_cannot_do_is_told_in_its_own_words() throws Exception {
    assertThatThrownBy(
            () -> machine.make(machine.recipe("x", Builder.AUTO, machine.debian("pyhton3"))))
        .hasMessageContaining("Unable to locate package pyhton3")
        .hasMessageContaining("Nearest names: python3");
    Path deb = new DebMaker(state, "demanding", "1").depends("libc6 (>= 99)").make();
    Installation own = machine.own(deb);
    assertThatThrownBy(() -> machine.make(machine.recipe("x", Builder.AUTO, own)))
        .hasMessageContaining("demanding : Depends: libc6 (>= 99)");
    Path breaking = new DebMaker(state, "breaking", "1").field("Conflicts: dash").make();
    Installation conflict = machine.own(breaking);
    assertThatThrownBy(() -> machine.make(machine.recipe("x", Builder.LAYERS, conflict)))
        .isInstanceOf(WorkFailedException.class);
  }

  @Test
  void a_repository_with_another_key_or_none_is_not_trusted() throws Exception {
    Path deb = new DebMaker(state, "signed", "1").file("usr/bin/signed", "x").make();
    Installation own = machine.own(deb);
    Installation unsigned =
        Installation.apt(
            own.packages(), own.contents(), machine.source(Keys.another(state.resolve("k"))));
    assertThatThrownBy(() -> machine.make(machine.recipe("x", Builder.LAYERS, unsigned)))
        .hasMessageContaining("could not read the package lists")
        .hasMessageContaining("NO_PUBKEY");
    Installation away =
        Installation.apt(
            own.packages(),
            own.contents(),
            new Installation.AptSource(
                "Types: deb\nURIs: http://127.0.0.1:9/\nSuites: ./\n", Optional.empty()));
    assertThatThrownBy(() -> machine.make(machine.recipe("x", Builder.LAYERS, away)))
        .hasMessageContaining("could not read the package lists")
        .hasMessageContaining("127.0.0.1:9");
  }

  @Test
  void a_package_with_other_bytes_than_the_signed_list_says_is_not_taken() throws Exception {
    Path deb = new DebMaker(state, "tampered", "1").file("usr/bin/tampered", "x").make();
    Installation own = machine.own(deb);
    List<Path> served = Trees.glob(state.resolve("servers"), "**/*tampered_1*.deb");
    assertThat(served).isNotEmpty();
    for (Path file : served) {
      byte[] bytes = Files.readAllBytes(file);
      bytes[bytes.length - 1] = 0x55;
      Files.write(file, bytes);
    }
    assertThatThrownBy(() -> machine.make(machine.recipe("x", Builder.AUTO, own)))
        .isInstanceOf(WorkFailedException.class)
        .hasMessageContaining("could not fetch packages")
        .hasMessageContaining("Hash Sum mismatch");
  }

  @Test
  void nothing_is_left_of_an_image_that_failed_nor_of_a_process_that_was_killed() throws Exception {
    Path packages = state.resolve("one/cache/packages");
    Files.createDirectories(packages);
    Path half = Files.writeString(packages.resolve("half-x.999999999"), "half a layer");
    assertThatThrownBy(
        () -> machine.make(machine.recipe("x", Builder.LAYERS, machine.debian("ca-certificates"))));
    assertThat(half).doesNotExist();
    assertThat(state.resolve("one/work")).isEmptyDirectory();
    assertThat(packages).isDirectoryNotContaining("glob:**/half-*");
  }

  @Test
  void settings_become_the_configuration() throws Exception {
    ImageRecipe plain = machine.recipe("settings", Builder.LAYERS, machine.debian("jq"));
    ImageRecipe recipe =
        new ImageRecipe(
            plain.path(),
            plain.base(),
            plain.installations(),
            new ImageRecipe.Settings(
                List.of("jq", "-n", "1"),
                Map.of("B", "2", "A", "1"),
                Optional.of("65532:65532"),
                List.of(8080),
                Map.of("team", "shop")),
            plain.labels(),
            Builder.LAYERS);
    ImageReference image = machine.make(recipe);
    String config =
        machine
            .registry
            .client()
            .json(machine.registry.path(image), machine.registry.manifest(image).config())
            .path("config")
            .toString();
    assertThat(config)
        .contains(
            "\"Entrypoint\":[\"jq\",\"-n\",\"1\"]",
            "\"A=1\",\"B=2\"]",
            "\"User\":\"65532:65532\"",
            "\"ExposedPorts\":{\"8080/tcp\":{}}",
            "\"team\":\"shop\"",
            "\"org.opencontainers.image.title\":\"settings\"")
        .doesNotContain("\"Cmd\"");
  }
}
