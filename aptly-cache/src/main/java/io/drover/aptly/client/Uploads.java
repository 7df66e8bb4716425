package io.drover.aptly.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.aptly.client.Transport.Answer;
import java.io.FileNotFoundException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Files on their way into repositories, in folders on the server.
 *
 * <pre>{@code
 * aptly.uploads().upload("incoming", Path.of("hello_1.0_all.deb"));
 * List<String> there = aptly.uploads().list("incoming");
 * aptly.uploads().delete("incoming");
 * }</pre>
 */
public final class Uploads {

  /** What would end the name early in the header of a multipart form, or leave the folder. */
  private static final Pattern NAME = Pattern.compile("(?!\\.{1,2}$)[^/\\\\\"\\p{Cntrl}]+");

  private final Calls calls;

  Uploads(Calls calls) {
    this.calls = calls;
  }

  /** Names of the folders. */
  public List<String> folders() {
    return calls.strings(calls.get(Url.of("files"), "list its upload folders"));
  }

  /**
   * Names of the files in a folder.
   *
   * @throws NotFoundException when there is no such folder
   */
  public List<String> list(String folder) {
    return calls.strings(calls.get(Url.of("files", folder), "list the upload folder " + folder));
  }

  /** Uploads a file under its own name. */
  public void upload(String folder, Path file) {
    upload(folder, file.getFileName().toString(), file);
  }

  /**
   * Uploads a file; one of that name is replaced. It is streamed: its size does not matter to
   * memory. aptly before 1.6.3 writes it twice, to its temporary folder first.
   *
   * @param folder name of the folder, created when missing
   * @param name what it is called there; any characters but slashes, {@code "} and control
   *     characters
   * @throws AptlyException also when the file cannot be read
   */
  public void upload(String folder, String name, Path file) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'" + name + "' cannot be the name of an uploaded file: it must match " + NAME);
    }
    String doing = "take the upload of " + file;
    Answer answer =
        calls.supports(Feature.PLAIN_UPLOAD)
            ? calls
                .transport()
                .upload(
                    "PUT",
                    Url.of("files", folder, name).toString(),
                    "application/octet-stream",
                    content(file),
                    doing)
            : multipart(folder, name, file, doing);
    JsonNode stored = calls.transport().json(answer, doing);
    if (!calls.strings(stored).contains(folder + "/" + name)) {
      throw calls.transport().refused(answer, doing);
    }
  }

  /** Deletes a folder with its files, also when it is not there. */
  public void delete(String folder) {
    String doing = "delete the upload folder " + folder;
    calls.send("DELETE", Url.of("files", folder), doing);
  }

  /** Deletes a file, also when it is not there. */
  public void delete(String folder, String name) {
    String doing = "delete " + name + " in the upload folder " + folder;
    calls.send("DELETE", Url.of("files", folder, name), doing);
  }

  private Answer multipart(String folder, String name, Path file, String doing) {
    String boundary = "drover-" + UUID.randomUUID();
    String head =
        "--"
            + boundary
            + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
            + name
            + "\"\r\nContent-Type: application/octet-stream\r\n\r\n";
    BodyPublisher body =
        BodyPublishers.concat(
            BodyPublishers.ofString(head),
            content(file),
            BodyPublishers.ofString("\r\n--" + boundary + "--\r\n"));
    String type = "multipart/form-data; boundary=" + boundary;
    return calls.transport().upload("POST", Url.of("files", folder).toString(), type, body, doing);
  }

  private static BodyPublisher content(Path file) {
    try {
      return BodyPublishers.ofFile(file);
    } catch (FileNotFoundException e) {
      throw new AptlyException(file + " cannot be read: " + e.getMessage(), e);
    }
  }
}
