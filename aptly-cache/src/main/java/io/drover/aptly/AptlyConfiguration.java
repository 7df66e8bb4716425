package io.drover.aptly;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;

/**
 * What an aptly server of one's own needs: its configuration file, and the commands that start it.
 *
 * <p>aptly 1.5 does not serve the published files from its API process ({@code serveInAPIMode} came
 * with 1.6), so two processes run on one root folder: {@link #serve} first, then {@link #api}. The
 * order matters: {@code aptly serve} opens the database for a moment when it starts, and the API
 * process keeps it locked. {@code aptly serve} also ends at once, with status 0, when nothing was
 * ever published, which is why {@link #prepare} publishes an empty placeholder.
 *
 * <p>{@code GNUPGHOME} of the API process is where the signing key lies. {@code TMPDIR} should be a
 * folder of its own on a real disk: uploads pass through it, and a killed aptly leaves it behind.
 *
 * @param root folder of the database, the package pool and the published files; absolute
 */
public record AptlyConfiguration(Path root) {

  private static final String PLACEHOLDER = "drover-placeholder";

  /**
   * Checks the folder.
   *
   * @throws IllegalArgumentException when it is not absolute
   */
  public AptlyConfiguration {
    if (!root.isAbsolute()) {
      throw new IllegalArgumentException("aptly's root folder must be absolute: " + root);
    }
  }

  /** The text of the configuration file. */
  public String json() {
    ObjectNode json = JsonMapper.builder().build().createObjectNode();
    json.put("rootDir", root.toString());
    // "gpg" would take GnuPG 1 where it is installed, which cannot read a GnuPG 2 home
    json.put("gpgProvider", "gpg2");
    json.put("skipContentsPublishing", true);
    json.put("skipBz2Publishing", true);
    json.put("AsyncAPI", false);
    return json.toPrettyString() + "\n";
  }

  /** The folder whose files {@link #serve} serves. */
  public Path publishedFiles() {
    return root.resolve("public");
  }

  /**
   * Whether {@link #prepare} still has to be run, before the first start. When it was interrupted,
   * this may be false too early: {@link #serve} then ends by itself, and it is to be run again.
   */
  public boolean needsPreparation() {
    return !publishedFiles().resolve(PLACEHOLDER).resolve("dists/none/Release").toFile().isFile();
  }

  /**
   * The commands that make a new root folder fit to be served. Run one after the other, with no
   * server on that folder. The first may fail when an earlier run was interrupted after it.
   *
   * @param file where {@link #json} was written
   */
  public List<List<String>> prepare(Path file) {
    String config = "-config=" + file;
    return List.of(
        List.of("aptly", config, "repo", "create", PLACEHOLDER),
        List.of(
            "aptly",
            config,
            "publish",
            "repo",
            "-skip-signing",
            "-architectures=all",
            "-distribution=none",
            PLACEHOLDER,
            PLACEHOLDER));
  }

  /**
   * The command that serves the published files over HTTP. It stays in the foreground.
   *
   * @param file where {@link #json} was written
   * @param listen address and port, for example {@code 127.0.0.1:8080}
   */
  public List<String> serve(Path file, String listen) {
    return List.of("aptly", "-config=" + file, "serve", "-listen=" + listen);
  }

  /**
   * The command that serves the REST API; to be started when {@link #serve} answers. It stays in
   * the foreground.
   *
   * @param file where {@link #json} was written
   * @param listen address and port, for example {@code 127.0.0.1:8081}
   */
  public List<String> api(Path file, String listen) {
    return List.of("aptly", "-config=" + file, "api", "serve", "-listen=" + listen);
  }
}
