package io.drover.aptly.client;

import java.util.List;

/**
 * Mirrors of remote repositories. To create one fetches the remote {@code Release} file; an update
 * fetches the packages.
 *
 * <pre>{@code
 * URI debian = URI.create("http://deb.debian.org/debian");
 * aptly.mirrors().create(
 *     "nginx",
 *     MirrorSpec.of(debian, "bookworm")
 *         .components("main")
 *         .architectures("amd64")
 *         .filter("nginx-light")
 *         .filterWithDependencies()
 *         .keyrings("/usr/share/keyrings/debian-archive-keyring.gpg"));
 * aptly.within(Duration.ofMinutes(30)).mirrors().update(
 *     "nginx", MirrorUpdate.plain().keyrings("/usr/share/keyrings/debian-archive-keyring.gpg"));
 * aptly.snapshots().createFromMirror("nginx-1", "nginx", "as of today");
 * }</pre>
 */
public final class Mirrors {

  private final Calls calls;

  Mirrors(Calls calls) {
    this.calls = calls;
  }

  /** All mirrors. */
  public List<Mirror> list() {
    return calls.list(Url.of("mirrors"), Mirror.class, "list its mirrors");
  }

  /**
   * One mirror.
   *
   * @throws NotFoundException when it does not exist
   */
  public Mirror show(String name) {
    return calls.get(url(name), Mirror.class, "show the mirror " + name);
  }

  /**
   * Creates a mirror, still without packages.
   *
   * @throws ConflictException when it exists
   * @throws RefusedException also when the remote repository cannot be fetched or verified
   */
  public Mirror create(String name, MirrorSpec spec) {
    String doing = "create the mirror " + name;
    MirrorSpec body = spec.with("Name", name);
    return calls.as(calls.send("POST", Url.of("mirrors"), body, doing), Mirror.class, doing);
  }

  /**
   * Changes what a mirror is of. Another URL or other architectures make aptly fetch the remote
   * {@code Release} file.
   *
   * @throws UnsupportedException before 1.6.3: see {@link #update(String, MirrorEdit,
   *     MirrorUpdate)}
   */
  public Mirror edit(String name, MirrorEdit edit) {
    calls.require(Feature.MIRROR_EDIT);
    String doing = "edit the mirror " + name;
    return calls.as(calls.send("POST", url(name), edit, doing), Mirror.class, doing);
  }

  /**
   * Fetches what is new. May take long: give it time with {@link Aptly#within}.
   *
   * @throws RefusedException also when the remote repository, or a package of it, cannot be fetched
   *     or verified; what was there stays
   */
  public void update(String name, MirrorUpdate update) {
    calls.work("PUT", url(name), update, "update the mirror " + name);
  }

  /**
   * Changes what a mirror is of, and fetches what is new.
   *
   * @throws UnsupportedException also when this aptly can make one of the changes no longer
   */
  public void update(String name, MirrorEdit edit, MirrorUpdate update) {
    if (calls.supports(Feature.MIRROR_EDIT)) {
      edit(name, edit);
      update(name, update);
    } else {
      String doing = "change and update the mirror " + name;
      calls.work("PUT", url(name), edit.fields().and(update.fields()), doing);
    }
  }

  /**
   * Deletes a mirror, not the packages in aptly's pool.
   *
   * @throws ConflictException when it has snapshots
   */
  public void delete(String name) {
    calls.work("DELETE", url(name), "delete the mirror " + name);
  }

  /** As {@link #delete}, also when it has snapshots, which stay. */
  public void forceDelete(String name) {
    calls.work("DELETE", url(name).with("force", "1"), "delete the mirror " + name);
  }

  /**
   * Keys of the packages in it that match, in no order.
   *
   * @throws RefusedException also when it was never updated
   */
  public List<String> packages(String name, PackageQuery query) {
    return Packages.keys(calls, packages(name), query, listing(name));
  }

  /** As {@link #packages}, with the packages' stanzas. */
  public List<PackageInfo> packageDetails(String name, PackageQuery query) {
    return Packages.details(calls, packages(name), query, listing(name));
  }

  private static Url url(String name) {
    return Url.of("mirrors", name);
  }

  private static Url packages(String name) {
    return Url.of("mirrors", name, "packages");
  }

  private static String listing(String name) {
    return "list the packages of the mirror " + name;
  }
}
