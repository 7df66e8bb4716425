package io.drover.aptly.client;

import java.util.List;

/**
 * Packages, wherever they are. Those of one repository, mirror or snapshot are listed there.
 *
 * <pre>{@code
 * for (String key : aptly.repos().packages("hello", PackageQuery.matching("Name (hello)"))) {
 *   System.out.println(aptly.packages().show(key).sha256());
 * }
 * }</pre>
 */
public final class Packages {

  private final Calls calls;

  Packages(Calls calls) {
    this.calls = calls;
  }

  /**
   * A package with its stanza.
   *
   * @throws NotFoundException when aptly does not have it
   */
  public PackageInfo show(String key) {
    return calls.get(Url.of("packages", key), PackageInfo.class, "show the package " + key);
  }

  /**
   * Keys of all packages that match, in aptly's whole database, in no order.
   *
   * @throws ConflictException when two packages there have one name, version and architecture and
   *     other content: aptly cannot list such a pair
   * @throws UnsupportedException before 1.6
   */
  public List<String> search(PackageQuery query) {
    calls.require(Feature.PACKAGE_SEARCH);
    return keys(calls, Url.of("packages"), query, "search in its packages");
  }

  /** As {@link #search}, with the packages' stanzas. */
  public List<PackageInfo> searchDetails(PackageQuery query) {
    calls.require(Feature.PACKAGE_SEARCH);
    return details(calls, Url.of("packages"), query, "search in its packages");
  }

  static List<String> keys(Calls calls, Url url, PackageQuery query, String doing) {
    calls.require(query);
    return calls.strings(calls.get(url.with(query.fields().values()), doing));
  }

  static List<PackageInfo> details(Calls calls, Url url, PackageQuery query, String doing) {
    calls.require(query);
    return calls.list(url.with(query.details().fields().values()), PackageInfo.class, doing);
  }
}
