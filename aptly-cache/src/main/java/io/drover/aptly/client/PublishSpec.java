package io.drover.aptly.client;

import java.util.ArrayList;
import java.util.List;

/** What is published for the first time, and how. */
public final class PublishSpec extends Options<PublishSpec> {

  private final List<Source> sources;

  private PublishSpec(Fields fields, List<Source> sources) {
    super(fields);
    this.sources = sources;
  }

  /**
   * Local repositories.
   *
   * @param distribution apt's suite
   */
  public static PublishSpec ofRepos(String distribution) {
    return of(SourceKind.LOCAL, distribution);
  }

  /**
   * Snapshots.
   *
   * @param distribution apt's suite
   */
  public static PublishSpec ofSnapshots(String distribution) {
    return of(SourceKind.SNAPSHOT, distribution);
  }

  private static PublishSpec of(SourceKind kind, String distribution) {
    return new PublishSpec(Fields.NONE, List.of())
        .with("SourceKind", kind)
        .with("Distribution", distribution);
  }

  /**
   * A component, with the packages of a repository or snapshot. To be called for each component.
   *
   * @param component apt's component, for example {@code main}
   * @param name name of the repository or snapshot
   */
  public PublishSpec component(String component, String name) {
    List<Source> more = new ArrayList<>(sources);
    more.add(new Source(component, name));
    return new PublishSpec(fields(), List.copyOf(more)).with("Sources", more);
  }

  /** Those that an index is made for; without, those of the packages that are there. */
  public PublishSpec architectures(String... architectures) {
    return with("Architectures", List.of(architectures));
  }

  /** How it is signed; without, with the server's default key. */
  public PublishSpec signing(SigningOptions signing) {
    Fields signed = fields().with("Signing", signing.fields().values());
    return copy(signed.needing(signing.fields().needed()));
  }

  /** {@code Label:} of the {@code Release} file. */
  public PublishSpec label(String label) {
    return with("Label", label);
  }

  /** {@code Origin:} of the {@code Release} file. */
  public PublishSpec origin(String origin) {
    return with("Origin", origin);
  }

  /** apt takes packages from here only when told to. */
  public PublishSpec notAutomatic() {
    return with("NotAutomatic", "yes");
  }

  /** apt upgrades what is from here, although it is {@link #notAutomatic}. */
  public PublishSpec butAutomaticUpgrades() {
    return with("ButAutomaticUpgrades", "yes");
  }

  /** {@code Version:} of the {@code Release} file; since 1.6.3. */
  public PublishSpec version(String version) {
    return with(Feature.RELEASE_VERSION, "Version", version);
  }

  /**
   * {@code Signed-By:} of the {@code Release} file, the keys that apt takes from now on; since
   * 1.6.3.
   *
   * @param fingerprints separated by commas
   */
  public PublishSpec signedBy(String fingerprints) {
    return with(Feature.SIGNED_BY, "SignedBy", fingerprints);
  }

  /** Whether indexes can be fetched by their hashes, so that apt never sees two states at once. */
  public PublishSpec acquireByHash(boolean wanted) {
    return with("AcquireByHash", wanted);
  }

  /** Whether {@code Contents} indexes and indexes packed with bzip2 are left out, to save time. */
  public PublishSpec skipContentsAndBz2(boolean wanted) {
    // 1.5 takes the value of SkipBz2 when SkipContents is set, and breaks off without one
    return with("SkipContents", wanted).with("SkipBz2", wanted);
  }

  /** Files in the pool are overwritten, where two packages have files of one name. */
  public PublishSpec forceOverwrite() {
    return with("ForceOverwrite", true);
  }

  /** The distribution has a pool of its own; since 1.6. */
  public PublishSpec multiDist() {
    return with(Feature.MULTI_DIST, "MultiDist", true);
  }

  @Override
  PublishSpec copy(Fields changed) {
    return new PublishSpec(changed, sources);
  }
}
