package io.drover.aptly.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What apt sees.
 *
 * <p>A prefix is the path below the published root, {@code .} for the root itself, and may begin
 * with where it is published: {@code s3:bucket:path}, {@code filesystem:name:path}.
 *
 * <pre>{@code
 * aptly.publishing().create(
 *     "shop",
 *     PublishSpec.ofSnapshots("stable")
 *         .component("main", "hello-1")
 *         .architectures("amd64", "all")
 *         .acquireByHash(true)
 *         .signing(SigningOptions.key("1234567890ABCDEF1234567890ABCDEF12345678")));
 * aptly.publishing().update(
 *     "shop", "stable", PublishUpdate.plain().snapshot("main", "hello-2").skipCleanup());
 * }</pre>
 *
 * <p>Since 1.6, sources can be changed one by one before an update publishes them: {@link
 * #addSource}, {@link #setSources}, {@link #pendingSources}.
 */
public final class Publishing {

  private final Calls calls;

  Publishing(Calls calls) {
    this.calls = calls;
  }

  /** Everything that is published. */
  public List<PublishedRepo> list() {
    return calls.list(Url.of("publish"), PublishedRepo.class, "list what is published");
  }

  /**
   * One published repository.
   *
   * @throws NotFoundException when it does not exist
   * @throws UnsupportedException before 1.6; {@link #list} does it there
   */
  public PublishedRepo show(String prefix, String distribution) {
    calls.require(Feature.PUBLISHED_SHOW);
    String doing = "show what is published at " + place(prefix, distribution);
    return calls.get(url(prefix, distribution), PublishedRepo.class, doing);
  }

  /**
   * Publishes for the first time.
   *
   * @throws NotFoundException when a source does not exist
   * @throws ConflictException when something is published there
   */
  public PublishedRepo create(String prefix, PublishSpec spec) {
    String doing = "publish at " + prefix;
    return published(calls.work("POST", Url.of("publish", escaped(prefix)), spec, doing), doing);
  }

  /**
   * Publishes again: what is in the local repositories by now, other snapshots, or changed sources.
   * For apt, the change is atomic when {@link PublishSpec#acquireByHash} is set.
   *
   * @throws NotFoundException when it was not published, or a snapshot does not exist
   */
  public PublishedRepo update(String prefix, String distribution, PublishUpdate update) {
    String doing = "publish " + place(prefix, distribution) + " again";
    return published(calls.work("PUT", url(prefix, distribution), update, doing), doing);
  }

  /**
   * Takes back what was published, with its files.
   *
   * @throws NotFoundException when it was not published
   */
  public void delete(String prefix, String distribution) {
    drop(url(prefix, distribution), prefix, distribution);
  }

  /**
   * As {@link #delete}; the packages' files stay for those who are fetching them, unless nothing
   * else is published at that prefix.
   */
  public void deleteWithoutCleanup(String prefix, String distribution) {
    drop(url(prefix, distribution).with("SkipCleanup", "1"), prefix, distribution);
  }

  /** As {@link #delete}, also when files cannot be deleted. */
  public void forceDelete(String prefix, String distribution) {
    drop(url(prefix, distribution).with("force", "1"), prefix, distribution);
  }

  /**
   * The sources that the next update publishes.
   *
   * @throws NotFoundException when nothing is changed
   * @throws UnsupportedException before 1.6
   */
  public List<Source> pendingSources(String prefix, String distribution) {
    calls.require(Feature.PUBLISHED_SOURCES);
    String doing = "list the changed sources of " + place(prefix, distribution);
    return calls.list(sources(prefix, distribution), Source.class, doing);
  }

  /**
   * Adds a component to what the next update publishes.
   *
   * @throws ConflictException when it has that component
   * @throws UnsupportedException before 1.6
   */
  public void addSource(String prefix, String distribution, Source source) {
    change("POST", sources(prefix, distribution), source, prefix, distribution);
  }

  /**
   * Changes the source of a component, or with another component in the source also its name, for
   * the next update.
   *
   * @throws NotFoundException when it does not have that component
   * @throws UnsupportedException before 1.6
   */
  public void changeSource(String prefix, String distribution, String component, Source source) {
    change("PUT", source(prefix, distribution, component), source, prefix, distribution);
  }

  /**
   * Takes a component out of what the next update publishes.
   *
   * @throws NotFoundException when it does not have that component
   * @throws UnsupportedException before 1.6
   */
  public void removeSource(String prefix, String distribution, String component) {
    change("DELETE", source(prefix, distribution, component), null, prefix, distribution);
  }

  /**
   * Makes these all that the next update publishes.
   *
   * @throws UnsupportedException before 1.6
   */
  public void setSources(String prefix, String distribution, List<Source> sources) {
    change("PUT", sources(prefix, distribution), sources, prefix, distribution);
  }

  /**
   * Forgets all changes of sources since the last update.
   *
   * @throws UnsupportedException before 1.6
   */
  public void discardSources(String prefix, String distribution) {
    change("DELETE", sources(prefix, distribution), null, prefix, distribution);
  }

  private void change(String method, Url url, Object body, String prefix, String distribution) {
    calls.require(Feature.PUBLISHED_SOURCES);
    calls.work(method, url, body, "change the sources of " + place(prefix, distribution));
  }

  private void drop(Url url, String prefix, String distribution) {
    calls.work("DELETE", url, "take back what is published at " + place(prefix, distribution));
  }

  private PublishedRepo published(JsonNode json, String doing) {
    return calls.as(json, PublishedRepo.class, doing);
  }

  private Url url(String prefix, String distribution) {
    return Url.of("publish", escaped(prefix), segment(distribution));
  }

  private Url sources(String prefix, String distribution) {
    return Url.of("publish", escaped(prefix), segment(distribution), "sources");
  }

  private Url source(String prefix, String distribution, String component) {
    return Url.of(
        "publish", escaped(prefix), segment(distribution), "sources", Url.escape(component));
  }

  /** 1.5 takes a distribution as it is, 1.6 reads it like a prefix. */
  private String segment(String distribution) {
    return calls.supports(Feature.PUBLISHED_SHOW) ? Url.escape(distribution) : distribution;
  }

  /** A lone dot in a path would be taken for the folder itself, by clients and proxies. */
  private static String escaped(String prefix) {
    if (prefix.contains("/_")) {
      throw new IllegalArgumentException(
          "prefix '" + prefix + "' cannot be used: aptly's URLs cannot tell /_ from _/");
    }
    return prefix.equals(".") || prefix.isEmpty() ? ":." : Url.escape(prefix);
  }

  private static String place(String prefix, String distribution) {
    return prefix + "/" + distribution;
  }
}
