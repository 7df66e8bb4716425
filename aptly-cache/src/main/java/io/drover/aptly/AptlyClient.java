package io.drover.aptly;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.aptly.Transport.Answer;
import java.io.FileNotFoundException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * aptly's REST API, one method for each call that is used. Safe for use by many threads, but aptly
 * 1.5 is not: writes must come one after the other, see {@link PackageRepository}.
 *
 * <p>Every method throws {@link AptlyException} when the server cannot be reached, is too slow or
 * refuses.
 */
public final class AptlyClient {

  /** Of a task that ended well. */
  private static final int SUCCEEDED = 2;

  private final Transport transport;
  private final Duration timeout;

  private AptlyClient(Transport transport, Duration timeout) {
    this.transport = transport;
    this.timeout = timeout;
  }

  /**
   * A client of the server at that address; nothing is sent yet.
   *
   * @param api address of the server, with or without the {@code /api} at its end; user and
   *     password in it are sent as basic authentication
   * @param timeout limit of each call; uploads get a second more for each mebibyte
   */
  public static AptlyClient at(URI api, Duration timeout) {
    String text = api.toString().replaceAll("/+$", "");
    URI uri = URI.create(text.endsWith("/api") ? text : text + "/api");
    return new AptlyClient(new Transport("aptly", uri, timeout), timeout);
  }

  /** Address of the API, without user and password. */
  public URI api() {
    return transport.base();
  }

  /** Name and address of the server, for messages. */
  String server() {
    return transport.server();
  }

  /** Limit of each call. */
  Duration timeout() {
    return timeout;
  }

  /** Version of the server, for example {@code 1.5.0+ds1-1}. */
  public String version() {
    String doing = "tell its version";
    return transport.json(transport.get("/version", doing), doing).path("Version").asText();
  }

  /** Names of the local repositories. */
  public List<String> repositories() {
    return names("/repos", "list its repositories");
  }

  /**
   * Creates an empty local repository.
   *
   * @throws AptlyException also when it exists
   */
  public void createRepository(String name, String distribution, String component) {
    ObjectNode body = object().put("Name", name);
    body.put("DefaultDistribution", distribution).put("DefaultComponent", component);
    write("POST", "/repos", body, "create the repository " + name);
  }

  /** Deletes a local repository, not the packages in aptly's pool. */
  public void deleteRepository(String name) {
    delete("/repos/" + encode(name) + "?force=1&_async=0", "delete the repository " + name);
  }

  /** Keys of the packages in a local repository. */
  public List<String> packageKeys(String repository) {
    String doing = "list the packages of the repository " + repository;
    Answer answer = transport.get("/repos/" + encode(repository) + "/packages", doing);
    return strings(transport.json(answer, doing));
  }

  /** The packages in a local repository. */
  public List<AptlyPackage> packages(String repository) {
    String doing = "list the packages of the repository " + repository;
    Answer answer =
        transport.get("/repos/" + encode(repository) + "/packages?format=details", doing);
    return details(transport.json(answer, doing));
  }

  /** Adds packages that aptly has to a local repository; one that is there already stays. */
  public void addPackages(String repository, Collection<String> keys) {
    write(
        "POST",
        "/repos/" + encode(repository) + "/packages",
        refs(object(), keys),
        "add packages to the repository " + repository);
  }

  /** Takes packages out of a local repository. */
  public void removePackages(String repository, Collection<String> keys) {
    write(
        "DELETE",
        "/repos/" + encode(repository) + "/packages",
        refs(object(), keys),
        "remove packages from the repository " + repository);
  }

  /** Names of the upload folders on the server. */
  public List<String> uploads() {
    String doing = "list its upload folders";
    return strings(transport.json(transport.get("/files", doing), doing));
  }

  /**
   * Uploads one file.
   *
   * @param folder upload folder on the server, created when missing
   * @param name file name there: letters, digits and {@code .+~_-}
   */
  public void upload(String folder, String name, Path file) {
    String doing = "take the upload of " + file;
    String boundary = "drover-" + UUID.randomUUID();
    String head =
        "--"
            + boundary
            + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
            + name
            + "\"\r\nContent-Type: application/octet-stream\r\n\r\n";
    BodyPublisher body;
    try {
      body =
          BodyPublishers.concat(
              BodyPublishers.ofString(head),
              BodyPublishers.ofFile(file),
              BodyPublishers.ofString("\r\n--" + boundary + "--\r\n"));
    } catch (FileNotFoundException e) {
      throw new AptlyException(file + " cannot be read: " + e.getMessage(), e);
    }
    String type = "multipart/form-data; boundary=" + boundary;
    Answer answer = transport.post("/files/" + encode(folder), type, body, doing);
    if (!strings(transport.json(answer, doing)).contains(folder + "/" + name)) {
      throw transport.refused(answer, doing);
    }
  }

  /** Deletes an upload folder with its files, also when it is not there. */
  public void deleteUpload(String folder) {
    delete("/files/" + encode(folder), "delete the upload folder " + folder);
  }

  /**
   * Adds all packages of an upload folder to a local repository.
   *
   * @return what aptly says about files that it did not take; empty when it took all
   */
  public List<String> addUploaded(String repository, String folder) {
    String doing = "add the uploaded packages to the repository " + repository;
    String path = "/repos/" + encode(repository) + "/file/" + encode(folder) + "?_async=0";
    JsonNode json = transport.json(transport.send("POST", path, doing), doing);
    List<String> complaints = new ArrayList<>(strings(json.path("Report").path("Warnings")));
    if (complaints.isEmpty()) {
      complaints.addAll(strings(json.path("FailedFiles")));
    }
    return complaints;
  }

  /** What is published on the server. */
  public List<PublishedRoot> published() {
    String doing = "list what is published";
    List<PublishedRoot> roots = new ArrayList<>();
    for (JsonNode json : transport.json(transport.get("/publish", doing), doing)) {
      List<String> sources = new ArrayList<>();
      json.path("Sources").forEach(source -> sources.add(source.path("Name").asText()));
      roots.add(
          new PublishedRoot(
              json.path("Prefix").asText(),
              json.path("Distribution").asText(),
              strings(json.path("Architectures")),
              sources));
    }
    return roots;
  }

  /** What is published at that prefix for that distribution. */
  public Optional<PublishedRoot> published(String prefix, String distribution) {
    return published().stream()
        .filter(root -> root.prefix().equals(prefix) && root.distribution().equals(distribution))
        .findFirst();
  }

  /**
   * Publishes a local repository for the first time, which may still be empty.
   *
   * @param component apt's component, for example {@code main}
   */
  public void publish(String repository, PublishedRoot root, String component, Signing signing) {
    ObjectNode body = publishing(signing).put("SourceKind", "local");
    body.putArray("Sources").addObject().put("Name", repository).put("Component", component);
    body.put("Distribution", root.distribution()).put("AcquireByHash", true);
    root.architectures().forEach(body.putArray("Architectures")::add);
    write("POST", "/publish/" + prefix(root), body, "publish the repository " + repository);
  }

  /** Publishes again what changed in the local repository behind a published one. */
  public void updatePublished(PublishedRoot root, Signing signing) {
    updatePublished(root, publishing(signing));
  }

  /** As {@link #updatePublished}, and deletes files that it does not name any more. */
  public void updateAndCleanPublished(PublishedRoot root, Signing signing) {
    updatePublished(root, publishing(signing).put("SkipCleanup", false));
  }

  private void updatePublished(PublishedRoot root, ObjectNode body) {
    String path = "/publish/" + prefix(root) + "/" + encode(root.distribution());
    write("PUT", path, body, "publish " + root.prefix() + "/" + root.distribution() + " again");
  }

  /**
   * Creates a snapshot of packages that aptly has.
   *
   * @throws AptlyException also when there is one of that name
   */
  public void createSnapshot(String name, String description, Collection<String> keys) {
    ObjectNode body = object().put("Name", name).put("Description", description);
    write("POST", "/snapshots", refs(body, keys), "create the snapshot " + name);
  }

  /**
   * Creates a snapshot of a local repository. Of several who do it at once with one name, one does:
   * it is done as a background task, as aptly locks names for those alone.
   *
   * @return whether it was created; false when there is one of that name, or was at that moment
   */
  public boolean snapshotRepository(String repository, String name, String description) {
    String doing = "create the snapshot " + name;
    ObjectNode body = object().put("Name", name).put("Description", description);
    String path = "/repos/" + encode(repository) + "/snapshots?_async=1";
    Answer begun = transport.send("POST", path, body, doing);
    if (begun.status() == 409) {
      return false;
    }
    String task = "/tasks/" + transport.json(begun, doing).path("ID").asLong();
    JsonNode ended = transport.json(transport.get(task + "/wait", doing), doing);
    String output = transport.get(task + "/output", doing).text();
    delete(task, "forget the task that should " + doing);
    if (ended.path("State").asInt() == SUCCEEDED) {
      return true;
    }
    if (output.contains("already exists")) {
      return false;
    }
    throw new AptlyException(server() + " could not " + doing + ": " + output);
  }

  /** Changes the description of a snapshot. */
  public void describeSnapshot(String name, String description) {
    ObjectNode body = object().put("Description", description);
    write("PUT", "/snapshots/" + encode(name), body, "describe the snapshot " + name);
  }

  /** Deletes a snapshot, also when it is not there; not the packages in aptly's pool. */
  public void deleteSnapshot(String name) {
    String doing = "delete the snapshot " + name;
    Answer answer = transport.send("DELETE", "/snapshots/" + encode(name) + "?_async=0", doing);
    if (answer.status() != 404) {
      transport.requireSuccess(answer, doing);
    }
  }

  /**
   * What is noted about a snapshot.
   *
   * @param name its name
   * @param created when, by the server's clock
   * @param description what its maker wrote
   */
  public record SnapshotNote(String name, Instant created, String description) {}

  /** All snapshots. */
  public List<SnapshotNote> snapshotNotes() {
    String doing = "list its snapshots";
    List<SnapshotNote> notes = new ArrayList<>();
    for (JsonNode json : transport.json(transport.get("/snapshots", doing), doing)) {
      notes.add(
          new SnapshotNote(
              json.path("Name").asText(),
              OffsetDateTime.parse(json.path("CreatedAt").asText()).toInstant(),
              json.path("Description").asText()));
    }
    return notes;
  }

  /** Deletes packages and files that no repository, snapshot or publication names. */
  public void cleanDatabase() {
    String doing = "clean up its database";
    transport.requireSuccess(transport.send("POST", "/db/cleanup?_async=0", doing), doing);
  }

  /** The packages of a snapshot; empty when there is no such snapshot. */
  public Optional<List<AptlyPackage>> snapshotPackages(String name) {
    String doing = "list the packages of the snapshot " + name;
    Answer answer = transport.get("/snapshots/" + encode(name) + "/packages?format=details", doing);
    // 404 is also what aptly says when a package of it is lost, and what a wrong address says
    if (answer.status() == 404 && answer.text().startsWith("{\"error\":\"snapshot with name")) {
      return Optional.empty();
    }
    return Optional.of(details(transport.json(answer, doing)));
  }

  private void write(String method, String path, ObjectNode body, String doing) {
    // a server with AsyncAPI set would answer before the work is done
    transport.requireSuccess(transport.send(method, path + "?_async=0", body, doing), doing);
  }

  private void delete(String path, String doing) {
    transport.requireSuccess(transport.send("DELETE", path, doing), doing);
  }

  private List<String> names(String path, String doing) {
    List<String> names = new ArrayList<>();
    transport
        .json(transport.get(path, doing), doing)
        .forEach(node -> names.add(node.path("Name").asText()));
    return names;
  }

  private static ObjectNode publishing(Signing signing) {
    ObjectNode body = object().put("ForceOverwrite", true).put("SkipCleanup", true);
    body.put("SkipContents", true).put("SkipBz2", true);
    body.putObject("Signing").put("Batch", true).put("GpgKey", signing.key());
    return body;
  }

  private static List<AptlyPackage> details(JsonNode json) {
    List<AptlyPackage> packages = new ArrayList<>();
    for (JsonNode node : json) {
      packages.add(
          new AptlyPackage(
              node.path("Key").asText(),
              node.path("Filename").asText(),
              new PublishedPackage(
                  node.path("Package").asText(),
                  node.path("Version").asText(),
                  node.path("Architecture").asText(),
                  node.path("SHA256").asText(),
                  node.path("Size").asLong())));
    }
    return packages;
  }

  private static ObjectNode refs(ObjectNode body, Collection<String> keys) {
    keys.forEach(body.putArray("PackageRefs")::add);
    return body;
  }

  private static List<String> strings(JsonNode array) {
    List<String> strings = new ArrayList<>();
    array.forEach(node -> strings.add(node.asText()));
    return strings;
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** aptly writes the slash of a prefix as an underscore in its URLs. */
  private static String prefix(PublishedRoot root) {
    return encode(root.prefix().replace("_", "__").replace("/", "_"));
  }

  private static String encode(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
