package io.drover.aptly.client;

import java.net.URI;
import java.util.List;

/** What is changed in a mirror; the rest stays. */
public final class MirrorEdit extends Options<MirrorEdit> {

  private MirrorEdit(Fields fields) {
    super(fields);
  }

  /** Nothing yet. */
  public static MirrorEdit none() {
    return new MirrorEdit(Fields.NONE);
  }

  /** Packages that match only, in aptly's query language; all, when empty. */
  public MirrorEdit filter(String query) {
    return with("Filter", query);
  }

  /** Whether also what the matching packages depend on. */
  public MirrorEdit filterWithDependencies(boolean wanted) {
    return with("FilterWithDeps", wanted);
  }

  /** Another URL of the remote repository. */
  public MirrorEdit archive(URI archive) {
    return with("ArchiveURL", archive.toString());
  }

  /** These architectures only. */
  public MirrorEdit architectures(String... architectures) {
    return with("Architectures", List.of(architectures));
  }

  /** Whether also source packages. */
  public MirrorEdit sources(boolean wanted) {
    return with("DownloadSources", wanted);
  }

  /** Whether also packages of the Debian installer. */
  public MirrorEdit udebs(boolean wanted) {
    return with("DownloadUdebs", wanted);
  }

  /** Whether also the Debian installer; since 1.6.3. */
  public MirrorEdit installer(boolean wanted) {
    return with(Feature.MIRROR_INSTALLER_EDIT, "DownloadInstaller", wanted);
  }

  /** Another name; before 1.6.3. */
  public MirrorEdit name(String name) {
    return with(Feature.MIRROR_RENAME, "Name", name);
  }

  /** Other components; before 1.6.3. */
  public MirrorEdit components(String... components) {
    return with(Feature.MIRROR_RENAME, "Components", List.of(components));
  }

  /** GnuPG keyrings of the server that the remote signature is checked with. */
  public MirrorEdit keyrings(String... keyrings) {
    return with("Keyrings", List.of(keyrings));
  }

  /** The remote signature is not checked. */
  public MirrorEdit ignoreSignatures() {
    return with("IgnoreSignatures", true);
  }

  @Override
  MirrorEdit copy(Fields changed) {
    return new MirrorEdit(changed);
  }
}
