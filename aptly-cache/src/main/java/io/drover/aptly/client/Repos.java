package io.drover.aptly.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Local repositories.
 *
 * <pre>{@code
 * aptly.repos().create("hello", RepoOptions.plain().comment("a start").defaultComponent("main"));
 * aptly.uploads().upload("incoming", Path.of("hello_1.0_all.deb"));
 * ImportReport report = aptly.repos().addUploaded("hello", "incoming", AddOptions.plain());
 * if (!report.isComplete()) {
 *   throw new IllegalStateException(report.warnings().toString());
 * }
 * List<String> keys = aptly.repos().packages("hello", PackageQuery.matching("hello (>= 1.0)"));
 * aptly.repos().remove("hello", keys);
 * aptly.repos().delete("hello");
 * }</pre>
 */
public final class Repos {

  private final Calls calls;

  Repos(Calls calls) {
    this.calls = calls;
  }

  /** All local repositories. */
  public List<Repo> list() {
    return calls.list(Url.of("repos"), Repo.class, "list its repositories");
  }

  /**
   * One repository.
   *
   * @throws NotFoundException when it does not exist
   */
  public Repo show(String name) {
    return calls.get(Url.of("repos", name), Repo.class, "show the repository " + name);
  }

  /**
   * Creates a repository, empty unless it is made of a snapshot.
   *
   * @throws ConflictException when it exists
   */
  public Repo create(String name, RepoOptions options) {
    String doing = "create the repository " + name;
    RepoOptions body = options.with("Name", name);
    return repo(calls.work("POST", Url.of("repos"), body, doing), doing);
  }

  /**
   * Changes what is set in the options.
   *
   * @throws NotFoundException when it does not exist
   * @throws UnsupportedException from 1.6.0 to 1.6.2
   */
  public Repo edit(String name, RepoOptions options) {
    calls.require(Feature.REPO_EDIT);
    return change(name, options);
  }

  /**
   * Gives it another name.
   *
   * @throws ConflictException when there is one of that name; before 1.6.3 a plain {@link
   *     RefusedException} without a reason
   */
  public Repo rename(String name, String newName) {
    return change(name, RepoOptions.plain().with("Name", newName));
  }

  /**
   * Deletes a repository, not the packages in aptly's pool.
   *
   * @throws ConflictException when it is published, or has snapshots
   */
  public void delete(String name) {
    calls.work("DELETE", Url.of("repos", name), "delete the repository " + name);
  }

  /** As {@link #delete}, also when it has snapshots, which stay. */
  public void forceDelete(String name) {
    Url url = Url.of("repos", name).with("force", "1");
    calls.work("DELETE", url, "delete the repository " + name);
  }

  /** Keys of the packages in it that match, in no order. */
  public List<String> packages(String name, PackageQuery query) {
    return Packages.keys(calls, packages(name), query, listing(name));
  }

  /** The packages in it that match, with their stanzas. */
  public List<PackageInfo> packageDetails(String name, PackageQuery query) {
    return Packages.details(calls, packages(name), query, listing(name));
  }

  /**
   * Adds packages that aptly has, by their keys; one that is there already stays.
   *
   * @throws RefusedException also when one is in the way of another of the same name and version
   */
  public void add(String name, Collection<String> keys) {
    calls.work("POST", packages(name), refs(keys), "add packages to the repository " + name);
  }

  /** Takes packages out of it, by their keys; one that is not there is no error. */
  public void remove(String name, Collection<String> keys) {
    calls.work("DELETE", packages(name), refs(keys), "remove packages from the repository " + name);
  }

  /** Adds all packages in an upload folder, whose files go away. */
  public ImportReport addUploaded(String name, String folder, AddOptions options) {
    String doing = "add the uploaded packages to the repository " + name;
    return take(Url.of("repos", name, "file", folder), options, doing);
  }

  /** Adds one package in an upload folder, whose file goes away. */
  public ImportReport addUploaded(String name, String folder, String file, AddOptions options) {
    String doing = "add the uploaded " + file + " to the repository " + name;
    return take(Url.of("repos", name, "file", folder, file), options, doing);
  }

  /**
   * Takes in what the {@code .changes} files of an upload folder list.
   *
   * @param name name of the repository, or a Go template of it with the fields of the {@code
   *     .changes} file, for example <code>{{.Distribution}}</code>
   */
  public ImportReport include(String name, String folder, IncludeOptions options) {
    String doing = "include the uploaded changes in the repository " + name;
    return take(Url.of("repos", name, "include", folder), options, doing);
  }

  /** As {@link #include(String, String, IncludeOptions)}, of one {@code .changes} file. */
  public ImportReport include(String name, String folder, String file, IncludeOptions options) {
    String doing = "include the uploaded " + file + " in the repository " + name;
    return take(Url.of("repos", name, "include", folder, file), options, doing);
  }

  /**
   * Copies packages from another repository.
   *
   * @param query which ones, in aptly's query language
   * @throws UnsupportedException before 1.6
   */
  public ImportReport copy(String from, String to, String query, CopyOptions options) {
    calls.require(Feature.PACKAGE_COPY);
    String doing = "copy " + query + " from the repository " + from + " to " + to;
    JsonNode json = calls.work("POST", Url.of("repos", to, "copy", from, query), options, doing);
    return ImportReport.of(calls, json);
  }

  private Repo change(String name, RepoOptions options) {
    String doing = "edit the repository " + name;
    return repo(calls.work("PUT", Url.of("repos", name), options, doing), doing);
  }

  private ImportReport take(Url url, Options<?> options, String doing) {
    return ImportReport.of(calls, calls.work("POST", url.with(options.fields().values()), doing));
  }

  private Repo repo(JsonNode json, String doing) {
    return calls.as(json, Repo.class, doing);
  }

  private static Url packages(String name) {
    return Url.of("repos", name, "packages");
  }

  private static String listing(String name) {
    return "list the packages of the repository " + name;
  }

  private static Map<String, Object> refs(Collection<String> keys) {
    return Map.of("PackageRefs", keys);
  }
}
