package io.drover.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The servers of the project die, or find their ports taken. */
@RealParts
@ResourceLock(Workplace.SHARED)
class ServerTest {
  private final Workplace place;
  private final TinyProject project;

  ServerTest(Workplace place) {
    this.place = place;
    this.project = place.project();
  }

  @AfterEach
  void restore() {
    project.restore();
  }

  @Test
  void aServerThatDiesInMidRunIsNamedAndTheNextRunGoesOnWithNothingLost() {
    List<String> packages = place.packages().packages();
    project.change();

    Outcome publish = killing("aptly", "publish:web | uploading");
    assertThat(publish.report().with("failed")).containsExactly("publish:web");
    assertThat(publish.row("publish:web")).contains("aptly", "127.0.0.1:");
    Outcome install = killing("apt-repository", "image:web | + apt-get update");
    assertThat(install.report().with("failed")).containsExactly("image:web");
    assertThat(install.row("image:web")).contains("http://127.0.0.1:");
    Outcome push = killing("registry", "image:web | + apt-get download");
    assertThat(push.report().with("failed")).containsExactly("image:web");
    assertThat(push.row("image:web")).contains("registry", "127.0.0.1:");

    Outcome next = place.settle("--to", "dev");
    assertThat(next.report().task("publish:web").reused()).isTrue();
    assertThat(place.packages().packages()).containsAll(packages).hasSize(packages.size() + 1);
    place.assertNothingOfRunsIsLeft();
  }

  @Test
  void whatFindsItsPortTakenGoesToAnotherAndSaysSo() throws IOException {
    place.down();
    int registry = place.server("registry").port();
    int web = URI.create(place.url("dev")).getPort();

    try (ServerSocket one = occupy(registry);
        ServerSocket other = occupy(web)) {
      Outcome outcome = place.settle("--verbose");

      assertThat(place.server("registry").port()).isNotEqualTo(registry);
      assertThat(URI.create(place.url("dev")).getPort()).isNotEqualTo(web);
      assertThat(outcome.said())
          .contains("port %d of the registry is taken".formatted(registry))
          .contains("127.0.0.1:%d is taken".formatted(web));
      assertThat(place.answer("dev")).startsWith("dev hello");
    }
    place.assertNothingOfRunsIsLeft();
  }

  private Outcome killing(String server, String when) {
    RunningDrover run = place.start("--to", "dev", "--verbose").awaitSaid(when);
    killServer(server);
    Outcome outcome = run.await();
    assertThat(outcome.status()).as(outcome.said()).isEqualTo(1);
    return outcome;
  }

  private void killServer(String server) {
    Shell.run("kill", "-s", "KILL", "" + place.server(server).pid());
  }

  private static ServerSocket occupy(int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return socket;
  }
}
