package io.drover.engine.image.layers;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.image.layers.FileTree.Kind;
import io.drover.engine.image.layers.FileTree.Node;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MaintainerScriptsTest {
  private static final String SERVICE =
      """
      #!/bin/sh
      set -e
      # Automatically added by dh_installsystemd/13.11.4
      if [ "$1" = "configure" ]; then
      	deb-systemd-helper enable 'x.service' >/dev/null || true
      fi
      # End automatically added section

      exit 0
      """;

  @Test
  void parts_of_debhelper_that_do_nothing_in_a_container_are_no_objection() {
    assertThat(objections(new FileTree(), "x", SERVICE)).isEmpty();
  }

  @Test
  void but_they_do_something_where_systemd_is() {
    FileTree tree = new FileTree();
    tree.put("usr/lib/systemd/systemd", new Node(Kind.FILE, 0755, 0, 0, 0, ""));
    assertThat(objections(tree, "x", SERVICE)).hasSize(1);
  }

  @Test
  void one_line_beside_them_is_an_objection() {
    assertThat(objections(new FileTree(), "x", SERVICE + "touch /x\n")).hasSize(1);
    assertThat(objections(new FileTree(), "x", SERVICE.replace("systemd/", "sysusers/")))
        .hasSize(1);
  }

  @Test
  void a_known_script_leaves_what_the_list_says_whatever_pythons_version() {
    String script =
        """
        #!/bin/sh
        set -e
        case "$1" in
            install)
        	# remember newly installed runtime
        	mkdir -p /var/lib/python
        	touch /var/lib/python/python3.12_installed
            ;;
            upgrade)
        	:
            ;;
            abort-upgrade)
            ;;

            *)
                echo "preinst called with unknown argument \\`$1'" >&2
                exit 1
            ;;
        esac

        exit 0
        """;
    assertThat(judge(new FileTree(), "python3.12-minimal", "preinst", script).effects())
        .extracting(Effect::path)
        .containsExactly("/var/lib/python", "/var/lib/python/python3.12_installed");
    assertThat(judge(new FileTree(), "another", "preinst", script).objections()).hasSize(1);
  }

  private static List<String> objections(FileTree tree, String name, String script) {
    return judge(tree, name, "postinst", script).objections();
  }

  private static MaintainerScripts.Verdict judge(
      FileTree tree, String name, String kind, String script) {
    return new MaintainerScripts(tree)
        .judge(
            new Stanza(Map.of("Package", name, "Architecture", "all")),
            Map.of(kind, script.getBytes(StandardCharsets.UTF_8)));
  }
}
