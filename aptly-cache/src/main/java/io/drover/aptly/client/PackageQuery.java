package io.drover.aptly.client;

/** Which packages of a list are wanted. */
public final class PackageQuery extends Options<PackageQuery> {

  private PackageQuery(Fields fields) {
    super(fields);
  }

  /** All packages. */
  public static PackageQuery all() {
    return new PackageQuery(Fields.NONE);
  }

  /**
   * Those that match.
   *
   * @param query in aptly's query language, for example {@code nginx (>= 1.22), $Architecture
   *     (amd64)}
   */
  public static PackageQuery matching(String query) {
    return all().with("q", query);
  }

  /** Also what they depend on, as far as the same list has it. Only together with a query. */
  public PackageQuery withDependencies() {
    return with("withDeps", true);
  }

  /** Of each name the highest version only; since 1.6, and not in mirrors. */
  public PackageQuery highestVersions() {
    return with(Feature.HIGHEST_VERSIONS, "maximumVersion", true);
  }

  PackageQuery details() {
    return with("format", "details");
  }

  @Override
  PackageQuery copy(Fields changed) {
    return new PackageQuery(changed);
  }
}
