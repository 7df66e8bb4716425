package io.drover.engine.version;

import io.drover.config.model.Source;
import io.drover.engine.WorkFailedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.URIish;

/** The address under which others find a repository: without login, and none of this machine's. */
final class PublicUrl {
  private PublicUrl() {}

  /**
   * The URL of a source's repository; for the configuration folder, that of the remote {@code
   * origin} of the repository around it.
   */
  static Optional<String> of(Source source, Path configuration) {
    return source
        .git()
        .or(() -> origin(configuration.resolve(source.path())))
        .flatMap(text -> url(text, configuration));
  }

  private static Optional<String> origin(Path folder) {
    GitSettings.use();
    FileRepositoryBuilder builder = new FileRepositoryBuilder().findGitDir(folder.toFile());
    if (builder.getGitDir() == null) {
      return Optional.empty();
    }
    try (Repository repository = builder.build()) {
      return Optional.ofNullable(
          repository.getConfig().getString("remote", Constants.DEFAULT_REMOTE_NAME, "url"));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> url(String text, Path configuration) {
    try {
      RepositoryAddress address = RepositoryAddress.parse(text, configuration);
      return address.isLocal() ? Optional.empty() : Optional.of(asUrl(address.uri()));
    } catch (WorkFailedException e) {
      // Fetching from it says what is wrong with it.
      return Optional.empty();
    }
  }

  /** {@code user@host:path}, which only git understands, becomes a URL. */
  private static String asUrl(URIish uri) {
    return uri.getScheme() == null
        ? uri.setScheme("ssh").setPath("/" + uri.getPath().replaceFirst("^/", "")).toString()
        : uri.toString();
  }
}
