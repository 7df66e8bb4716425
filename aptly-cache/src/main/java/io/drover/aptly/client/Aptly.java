package io.drover.aptly.client;

import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * An aptly server, reached over its REST API; each area of the API is a class of its own. Works
 * with aptly 1.5 and 1.6. Safe for use by many threads, but aptly before 1.6.3 is not: it loses
 * packages when two callers change one repository at the same time.
 *
 * <pre>{@code
 * Aptly aptly = Aptly.at(URI.create("http://127.0.0.1:8080"));
 * aptly.uploads().upload("incoming", Path.of("hello_1.0_all.deb"));
 * aptly.repos().create("hello", RepoOptions.plain());
 * aptly.repos().addUploaded("hello", "incoming", AddOptions.plain());
 * }</pre>
 *
 * <p>Every method that asks the server throws {@link AptlyException}: a {@link RefusedException}
 * with aptly's own words, a {@link NoAnswerException}, or an {@link UnsupportedException}.
 */
public final class Aptly {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final Calls calls;

  private Aptly(Calls calls) {
    this.calls = calls;
  }

  /** As {@link #at(URI, Duration)}, with 30 s for each call. */
  public static Aptly at(URI api) {
    return at(api, TIMEOUT);
  }

  /**
   * The server at that address; nothing is sent yet.
   *
   * @param api address of the server, with or without the {@code /api} at its end; user and
   *     password in it are sent as basic authentication
   * @param timeout limit of each call with all its repetitions; uploads get a second more for each
   *     mebibyte
   */
  public static Aptly at(URI api, Duration timeout) {
    String text = api.toString().replaceAll("/+$", "");
    URI uri = URI.create(text.endsWith("/api") ? text : text + "/api");
    return new Aptly(new Calls(new Transport("aptly", uri, timeout)));
  }

  /** The same server with another limit of each call, for what takes long. */
  public Aptly within(Duration timeout) {
    return new Aptly(calls.within(timeout));
  }

  /**
   * The same server, which does work as tasks in the background: calls still return when the work
   * is done, with the same result or error, but no request stays open for long, so that no proxy
   * cuts it off, and a lost connection in between does no harm. aptly 1.5 refuses a task ({@link
   * ConflictException}) while another one has what it needs; 1.6 lets it wait.
   *
   * @param progress is told of the task when it begins, again and again, and when it is over; by
   *     the thread that made the call. {@link Tasks#progress} says more
   */
  public Aptly asTasks(Consumer<Task> progress) {
    return new Aptly(calls.asTasks(progress));
  }

  /** Address of the API, without user and password. */
  public URI api() {
    return calls.transport().base();
  }

  /** Whether the server can do it, judged by its version, which is asked for once. */
  public boolean supports(Feature feature) {
    return calls.supports(feature);
  }

  /** Version, health, disk, and what it publishes to. */
  public Status status() {
    return new Status(calls);
  }

  /** Files on their way into repositories. */
  public Uploads uploads() {
    return new Uploads(calls);
  }

  /** Local repositories. */
  public Repos repos() {
    return new Repos(calls);
  }

  /** Mirrors of remote repositories. */
  public Mirrors mirrors() {
    return new Mirrors(calls);
  }

  /** Snapshots of repositories and mirrors. */
  public Snapshots snapshots() {
    return new Snapshots(calls);
  }

  /** What apt sees. */
  public Publishing publishing() {
    return new Publishing(calls);
  }

  /** Packages, wherever they are. */
  public Packages packages() {
    return new Packages(calls);
  }

  /** Keys that mirrors are checked with. */
  public GpgKeys gpgKeys() {
    return new GpgKeys(calls);
  }

  /** A picture of how repositories, snapshots and publications hang together. */
  public Graph graph() {
    return new Graph(calls);
  }

  /** Work in the background. */
  public Tasks tasks() {
    return new Tasks(calls);
  }

  /** aptly's database and its pool of packages. */
  public Database database() {
    return new Database(calls);
  }
}
