package io.drover.aptly.client;

import java.util.List;

/** How a mirror is updated. */
public final class MirrorUpdate extends Options<MirrorUpdate> {

  private MirrorUpdate(Fields fields) {
    super(fields);
  }

  /** Signature and checksums are checked. */
  public static MirrorUpdate plain() {
    return new MirrorUpdate(Fields.NONE);
  }

  /** GnuPG keyrings of the server that the remote signature is checked with. */
  public MirrorUpdate keyrings(String... keyrings) {
    return with("Keyrings", List.of(keyrings));
  }

  /** The remote signature is not checked. */
  public MirrorUpdate ignoreSignatures() {
    return with("IgnoreSignatures", true);
  }

  /** Checksums of what is downloaded are not checked. */
  public MirrorUpdate ignoreChecksums() {
    return with("IgnoreChecksums", true);
  }

  /** Also when another process updates it, or was killed while it did. */
  public MirrorUpdate force() {
    return with("ForceUpdate", true);
  }

  /** What was downloaded before is not looked at again. */
  public MirrorUpdate skipExistingPackages() {
    return with("SkipExistingPackages", true);
  }

  /** Of each package and architecture the latest version only; since 1.6.3. */
  public MirrorUpdate latestOnly() {
    return with(Feature.MIRROR_LATEST_ONLY, "LatestOnly", true);
  }

  @Override
  MirrorUpdate copy(Fields changed) {
    return new MirrorUpdate(changed);
  }
}
