package io.drover.aptly.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.aptly.AptlyServer;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** With a real aptly: how it is, packages wherever they are, the graph, and cleaning up. */
@Tag("real")
@OnSharedAptly
class StatusTest {

  private final AptlyServer server;
  private final Aptly aptly;

  StatusTest(AptlyServer server) {
    this.server = server;
    this.aptly = server.aptly();
  }

  @Test
  void theVersionIsThatOfTheProgram() {
    assertThat(server.run("aptly", "version").strip())
        .isEqualTo("aptly version: " + aptly.status().version());
  }

  @Test
  void readinessDiskAndEndpointsAreToldSince16() {
    Status status = aptly.status();
    if (!aptly.supports(Feature.READINESS)) {
      assertThatThrownBy(status::isReady).isInstanceOf(UnsupportedException.class);
      assertThatThrownBy(status::isHealthy).isInstanceOf(UnsupportedException.class);
      assertThatThrownBy(status::storage).isInstanceOf(UnsupportedException.class);
      assertThatThrownBy(status::s3Endpoints).isInstanceOf(UnsupportedException.class);
      assertThatThrownBy(status::gcsEndpoints).isInstanceOf(UnsupportedException.class);
      assertThatThrownBy(status::jfrogEndpoints).isInstanceOf(UnsupportedException.class);
      return;
    }
    assertThat(status.isReady()).isTrue();
    assertThat(status.isHealthy()).isTrue();
    assertThat(status.storage().total()).isGreaterThan(status.storage().free());
    assertThat(status.storage().percentFull()).isBetween(0.0, 100.0);
    assertThat(status.s3Endpoints()).isEmpty();
  }

  @Test
  void metricsThatAreSwitchedOffAreRefused() {
    assertThatThrownBy(() -> aptly.status().metrics())
        .isInstanceOf(RefusedException.class)
        .isNotInstanceOf(NotFoundException.class)
        .hasMessageContaining("could not tell its metrics: 404 page not found (HTTP 404)");
  }

  @Test
  void aPackageIsShownByItsKeyAndAllAreSearchedSince16() throws IOException {
    String key = Prepared.repo(server, "x-show", "shown 1.0 amd64").get(0);

    PackageInfo shown = aptly.packages().show(key);

    assertThat(shown.key()).isEqualTo(key);
    assertThat(shown.name()).isEqualTo("shown");
    assertThat(shown.version()).isEqualTo("1.0");
    assertThat(shown.architecture()).isEqualTo("amd64");
    assertThat(shown.filename()).isEqualTo("shown_1.0_amd64.deb");
    assertThat(shown.sha256()).hasSize(64);
    assertThat(shown.size()).isPositive();
    assertThat(shown.field("Nothing")).isEmpty();
    assertThatThrownBy(() -> aptly.packages().show("Pall none 1 0123456789abcdef"))
        .isInstanceOf(NotFoundException.class);
    PackageQuery query = PackageQuery.matching("shown");
    if (aptly.supports(Feature.PACKAGE_SEARCH)) {
      // what another test replaced would be in the way
      aptly.database().cleanUp();
      assertThat(aptly.packages().search(query)).containsExactly(key);
      assertThat(aptly.packages().searchDetails(query)).containsExactly(shown);
    } else {
      assertThatThrownBy(() -> aptly.packages().search(query))
          .isInstanceOf(UnsupportedException.class);
      assertThatThrownBy(() -> aptly.packages().searchDetails(query))
          .isInstanceOf(UnsupportedException.class);
    }
  }

  @Test
  void theGraphIsDrawn() throws IOException {
    Prepared.snapshot(server, "x-graph", "app 1 all");

    assertThat(aptly.graph().dot(Graph.Layout.VERTICAL))
        .startsWith("digraph")
        .contains("x-graph", "rankdir");
    assertThat(aptly.graph().dot(Graph.Layout.HORIZONTAL)).doesNotContain("rankdir");
    if (server.has("dot")) {
      assertThat(new String(aptly.graph().image("svg", Graph.Layout.VERTICAL))).contains("<svg");
    } else {
      assertThatThrownBy(() -> aptly.graph().image("svg", Graph.Layout.VERTICAL))
          .isInstanceOf(RefusedException.class);
    }
  }

  @Test
  void cleaningUpForgetsPackagesThatNothingRefersTo() throws IOException {
    String kept = Prepared.repo(server, "x-kept", "kept 1 all").get(0);
    String lost = Prepared.repo(server, "x-lost", "lost 1 all").get(0);
    aptly.repos().delete("x-lost");
    assertThat(aptly.packages().show(lost).name()).isEqualTo("lost");

    aptly.database().cleanUp();

    assertThat(aptly.packages().show(kept).name()).isEqualTo("kept");
    assertThatThrownBy(() -> aptly.packages().show(lost)).isInstanceOf(NotFoundException.class);
  }

  @Test
  void aKeyIsTrustedWhereTheServerHasTheGnupgForIt() {
    String armored = server.run("gpg", "--armor", "--export", server.signing.key());
    GpgKeys keys = aptly.gpgKeys().in("from-rest.gpg");

    if (aptly.supports(Feature.READINESS) || server.has("gpg1")) {
      keys.add(armored);
      String home = server.run("sh", "-c", "ls $GNUPGHOME");
      assertThat(home).contains("from-rest.gpg");
      assertThatThrownBy(() -> keys.add("no key")).isInstanceOf(RefusedException.class);
    } else {
      assertThatThrownBy(() -> keys.add(armored))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("could not trust a key: ");
    }
    assertThatThrownBy(() -> keys.receive("hkp://127.0.0.1:1", "0123456789ABCDEF"))
        .isInstanceOf(RefusedException.class);
    if (!aptly.supports(Feature.GPG_KEY_LIST)) {
      assertThatThrownBy(keys::list).isInstanceOf(UnsupportedException.class);
      assertThatThrownBy(() -> keys.delete("x")).isInstanceOf(UnsupportedException.class);
    }
  }
}
