package io.drover.engine.version;

import io.drover.engine.WorkFailedException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.BlobBasedConfig;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * Where the submodules of a commit come from, as its {@code .gitmodules} says.
 *
 * @param urls URL by path
 */
record Submodules(Map<String, String> urls) {
  private static final String PATH = "path";

  Submodules {
    urls = Map.copyOf(urls);
  }

  /** Those of a commit; the file lies at the top of the repository. */
  static Submodules of(Repository repository, AnyObjectId commit) throws IOException {
    Map<String, String> urls = new HashMap<>();
    try (RevWalk walk = new RevWalk(repository);
        TreeWalk file =
            TreeWalk.forPath(
                repository, Constants.DOT_GIT_MODULES, walk.parseCommit(commit).getTree())) {
      if (file == null) {
        return new Submodules(urls);
      }
      BlobBasedConfig config = new BlobBasedConfig(null, repository, file.getObjectId(0));
      for (String name : config.getSubsections(ConfigConstants.CONFIG_SUBMODULE_SECTION)) {
        String path = config.getString(ConfigConstants.CONFIG_SUBMODULE_SECTION, name, PATH);
        String url =
            config.getString(
                ConfigConstants.CONFIG_SUBMODULE_SECTION, name, ConfigConstants.CONFIG_KEY_URL);
        if (path != null && url != null) {
          urls.put(path, url);
        }
      }
      return new Submodules(urls);
    } catch (ConfigInvalidException e) {
      throw new WorkFailedException(
          ".gitmodules at %s cannot be read: %s".formatted(commit.name(), e.getMessage()), e);
    }
  }

  /**
   * The URL of a submodule.
   *
   * @throws WorkFailedException if the file does not name it
   */
  String url(String path) {
    String url = urls.get(path);
    if (url == null) {
      throw new WorkFailedException(
          "%s is a submodule, but .gitmodules does not say where it comes from".formatted(path));
    }
    return url;
  }
}
