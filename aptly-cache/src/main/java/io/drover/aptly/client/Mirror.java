package io.drover.aptly.client;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A mirror of a remote repository.
 *
 * @param name its name
 * @param archiveRoot URL of the remote repository
 * @param distribution the remote distribution; {@code ./} for a flat repository
 * @param components those that are mirrored
 * @param architectures those that are mirrored
 * @param filter which packages are mirrored, in aptly's query language; empty for all
 * @param filterWithDeps whether also those that they depend on
 * @param skipComponentCheck whether components may be missing in the remote {@code Release} file
 * @param skipArchitectureCheck the same of architectures; since 1.6
 * @param downloadSources whether source packages are mirrored
 * @param downloadUdebs whether packages of the Debian installer are mirrored
 * @param downloadInstaller whether the Debian installer is mirrored
 * @param downloadAppStream whether AppStream metadata is mirrored; since 1.6.3
 * @param meta fields of the remote {@code Release} file
 * @param lastDownloadDate when it was updated last; in the year 1 when never, see {@link
 *     #lastDownload}
 * @param status 1 while it is being updated
 * @param numPackages how many packages are in it, where a list tells; only since 1.6.3, 0 before
 */
public record Mirror(
    String name,
    String archiveRoot,
    String distribution,
    List<String> components,
    List<String> architectures,
    String filter,
    boolean filterWithDeps,
    boolean skipComponentCheck,
    boolean skipArchitectureCheck,
    boolean downloadSources,
    boolean downloadUdebs,
    boolean downloadInstaller,
    boolean downloadAppStream,
    Map<String, String> meta,
    Instant lastDownloadDate,
    int status,
    int numPackages) {

  /** How Go writes that there is no time. */
  private static final Instant NEVER = Instant.parse("0001-01-01T00:00:00Z");

  public Mirror {
    components = Lists.copy(components);
    architectures = Lists.copy(architectures);
    meta = Lists.copy(meta);
  }

  /** When it was updated last; empty when never. */
  public Optional<Instant> lastDownload() {
    return Optional.ofNullable(lastDownloadDate).filter(date -> !date.equals(NEVER));
  }

  /** Whether it is being updated. */
  public boolean isUpdating() {
    return status == 1;
  }
}
