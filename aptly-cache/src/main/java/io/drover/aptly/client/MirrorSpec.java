package io.drover.aptly.client;

import java.net.URI;
import java.util.List;

/** What a mirror is of. */
public final class MirrorSpec extends Options<MirrorSpec> {

  private MirrorSpec(Fields fields) {
    super(fields);
  }

  /**
   * All of a distribution.
   *
   * @param archive URL of the remote repository, or {@code ppa:user/project}
   * @param distribution the remote distribution, for example {@code bookworm}; {@code ./} for a
   *     flat repository
   */
  public static MirrorSpec of(URI archive, String distribution) {
    return new MirrorSpec(Fields.NONE)
        .with("ArchiveURL", archive.toString())
        .with("Distribution", distribution);
  }

  /** These components only. */
  public MirrorSpec components(String... components) {
    return with("Components", List.of(components));
  }

  /** These architectures only; {@code all} need not be named. */
  public MirrorSpec architectures(String... architectures) {
    return with("Architectures", List.of(architectures));
  }

  /** Packages that match only, in aptly's query language. */
  public MirrorSpec filter(String query) {
    return with("Filter", query);
  }

  /** Also what the matching packages depend on. */
  public MirrorSpec filterWithDependencies() {
    return with("FilterWithDeps", true);
  }

  /** Also source packages. */
  public MirrorSpec sources() {
    return with("DownloadSources", true);
  }

  /** Also packages of the Debian installer. */
  public MirrorSpec udebs() {
    return with("DownloadUdebs", true);
  }

  /** Also the Debian installer. */
  public MirrorSpec installer() {
    return with("DownloadInstaller", true);
  }

  /** Also AppStream metadata; since 1.6.3. */
  public MirrorSpec appStream() {
    return with(Feature.MIRROR_APP_STREAM, "DownloadAppStream", true);
  }

  /** Components need not be in the remote {@code Release} file. */
  public MirrorSpec skipComponentCheck() {
    return with("SkipComponentCheck", true);
  }

  /** Architectures need not be in the remote {@code Release} file; since 1.6. */
  public MirrorSpec skipArchitectureCheck() {
    return with(Feature.MIRROR_ARCHITECTURE_CHECK, "SkipArchitectureCheck", true);
  }

  /** GnuPG keyrings of the server that the remote signature is checked with. */
  public MirrorSpec keyrings(String... keyrings) {
    return with("Keyrings", List.of(keyrings));
  }

  /** The remote signature is not checked, now. An update checks it unless told otherwise. */
  public MirrorSpec ignoreSignatures() {
    return with("IgnoreSignatures", true);
  }

  @Override
  MirrorSpec copy(Fields changed) {
    return new MirrorSpec(changed);
  }
}
