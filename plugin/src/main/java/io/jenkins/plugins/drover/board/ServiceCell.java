package io.jenkins.plugins.drover.board;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.drover.config.model.Deployment.Colour;
import io.drover.engine.deploy.cluster.Health;
import io.drover.engine.deploy.cluster.ServiceState;
import io.drover.engine.deploy.cluster.ServiceState.Version;
import java.time.Instant;
import java.util.List;

/** What runs of a service in an environment, as it is shown. */
public final class ServiceCell {
  private static final int DIGEST = 12;

  private final ServiceState service;
  private final boolean maySwitch;
  private final Instant now;

  /**
   * A cell.
   *
   * @param maySwitch whether the user may lead requests to another colour now
   * @param now ages are told from here
   */
  ServiceCell(ServiceState service, boolean maySwitch, Instant now) {
    this.service = service;
    this.maySwitch = maySwitch;
    this.now = now;
  }

  public String getName() {
    return service.name();
  }

  /** {@code healthy}, {@code starting}, {@code failing}, {@code stopped} or {@code missing}. */
  public String getHealth() {
    return service.health().word();
  }

  public boolean isWrong() {
    return service.health() == Health.FAILING || service.health() == Health.MISSING;
  }

  /** What is wrong; empty when nothing is. */
  public String getReason() {
    return service.reason().orElse("");
  }

  public List<String> getHosts() {
    return service.hosts();
  }

  /** What gets the requests; null when there is nothing. */
  @CheckForNull
  public Running getLive() {
    return service.live().map(this::running).orElse(null);
  }

  /** The other colour; null where there is none. */
  @CheckForNull
  public Running getIdle() {
    return service.idle().map(this::running).orElse(null);
  }

  /** Whether the user may lead the requests to the other colour now, which was rolled out. */
  public boolean isSwitchable() {
    return maySwitch && service.idle().flatMap(Version::since).isPresent();
  }

  private Running running(Version version) {
    return new Running(
        version.version().isEmpty() ? "version unknown" : version.version(),
        digest(version.image()),
        version.ready() + "/" + version.wanted(),
        version.colour().map(Colour::word).orElse(""),
        version.since().map(since -> Age.of(since, now)).orElse(null));
  }

  private static String digest(String image) {
    int at = image.indexOf("@sha256:");
    String hex = at < 0 ? "" : image.substring(at + "@sha256:".length());
    return hex.substring(0, Math.min(DIGEST, hex.length()));
  }

  /**
   * A version that runs.
   *
   * @param version of the application
   * @param digest beginning of the image's digest; empty where the image is named without one
   * @param ready replicas that are ready and that were asked for
   * @param colour {@code blue}, {@code green} or empty
   * @param age since its roll-out; null while it goes on
   */
  public record Running(
      String version, String digest, String ready, String colour, @CheckForNull Age age) {}
}
