package io.drover.engine.kubernetes;

import io.drover.config.model.Environment;
import io.drover.engine.release.Release.ReleasedImage;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What shall run in an environment: the file's words and the images that stand behind them.
 *
 * @param project the project's name
 * @param environment what runs
 * @param images image of each service by its name, and of each init container by {@link
 *     #initContainer}
 * @param files content of the files that the environment's gists name, by path
 */
public record Desired(
    String project,
    Environment environment,
    Map<String, ReleasedImage> images,
    Map<String, byte[]> files) {

  public Desired {
    images = Collections.unmodifiableSortedMap(new TreeMap<>(images));
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }

  /** Without files, which only gists need. */
  public Desired(String project, Environment environment, Map<String, ReleasedImage> images) {
    this(project, environment, images, Map.of());
  }

  /** The key of an init container's image. */
  public static String initContainer(String service, String container) {
    return service + "/" + container;
  }
}
