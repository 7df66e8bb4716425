package io.drover.aptly.client;

import java.util.ArrayList;
import java.util.List;

/** How what is published is published again; the rest stays as it was. */
public final class PublishUpdate extends Options<PublishUpdate> {

  private final List<Source> snapshots;

  private PublishUpdate(Fields fields, List<Source> snapshots) {
    super(fields);
    this.snapshots = snapshots;
  }

  /** With the packages that are in its repositories by now, or in the same snapshots. */
  public static PublishUpdate plain() {
    return new PublishUpdate(Fields.NONE, List.of());
  }

  /** With another snapshot for a component. To be called for each component that changes. */
  public PublishUpdate snapshot(String component, String name) {
    List<Source> more = new ArrayList<>(snapshots);
    more.add(new Source(component, name));
    return new PublishUpdate(fields(), List.copyOf(more)).with("Snapshots", more);
  }

  /** How it is signed; without, with the server's default key. */
  public PublishUpdate signing(SigningOptions signing) {
    Fields signed = fields().with("Signing", signing.fields().values());
    return copy(signed.needing(signing.fields().needed()));
  }

  /** Another {@code Label:}; since 1.6.3. */
  public PublishUpdate label(String label) {
    return with(Feature.RELEASE_EDIT, "Label", label);
  }

  /** Another {@code Origin:}; since 1.6.3. */
  public PublishUpdate origin(String origin) {
    return with(Feature.RELEASE_EDIT, "Origin", origin);
  }

  /** Another {@code Version:} of the release; since 1.6.3. */
  public PublishUpdate version(String version) {
    return with(Feature.RELEASE_VERSION, "Version", version);
  }

  /**
   * Other keys that apt takes from now on; since 1.6.3.
   *
   * @param fingerprints separated by commas
   */
  public PublishUpdate signedBy(String fingerprints) {
    return with(Feature.SIGNED_BY, "SignedBy", fingerprints);
  }

  /** Whether indexes can be fetched by their hashes. */
  public PublishUpdate acquireByHash(boolean wanted) {
    return with("AcquireByHash", wanted);
  }

  /** Whether {@code Contents} indexes and indexes packed with bzip2 are left out. */
  public PublishUpdate skipContentsAndBz2(boolean wanted) {
    return with("SkipContents", wanted).with("SkipBz2", wanted);
  }

  /** Files of packages that are no longer published stay, for those who are fetching them. */
  public PublishUpdate skipCleanup() {
    return with("SkipCleanup", true);
  }

  /** Files in the pool are overwritten, where two packages have files of one name. */
  public PublishUpdate forceOverwrite() {
    return with("ForceOverwrite", true);
  }

  /** Whether the distribution has a pool of its own; since 1.6. */
  public PublishUpdate multiDist(boolean wanted) {
    return with(Feature.MULTI_DIST, "MultiDist", wanted);
  }

  @Override
  PublishUpdate copy(Fields changed) {
    return new PublishUpdate(changed, snapshots);
  }
}
