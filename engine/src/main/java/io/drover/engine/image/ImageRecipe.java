package io.drover.engine.image;

import io.drover.engine.file.ContentKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All that decides what an image will be: a base with Debian packages and settings on top.
 *
 * @param path the repository's path inside the registry
 * @param base what it stands on
 * @param packages arguments of {@code apt-get install}, in order: {@code name} or {@code
 *     name=version}
 * @param contents digests of packages of our own among them; for packages from elsewhere the name
 *     and version say all that can be known beforehand
 * @param source where our own packages come from
 * @param settings the image's configuration
 * @param labels labels that say where the image comes from; they do not decide what it is
 */
public record ImageRecipe(
    String path,
    ImageReference base,
    List<String> packages,
    List<String> contents,
    Optional<AptSource> source,
    Settings settings,
    Map<String, String> labels) {

  /** Changes when the way images are built changes so that old ones must be built anew. */
  private static final String RECIPE = "buildah apt-get 2";

  public ImageRecipe {
    packages = List.copyOf(packages);
    contents = List.copyOf(contents);
    labels = Map.copyOf(labels);
  }

  /** The key under which the image is kept and found again. */
  public String contentKey() {
    ContentKey key = ContentKey.of(RECIPE).with(base.digest()).with(packages).with(contents);
    settings.addTo(key);
    return key.hex();
  }

  /**
   * An apt repository with packages of our own.
   *
   * @param deb822 text of the sources file, which names {@link #KEY_FILE} as its key
   * @param key the armored public key that signs it
   */
  public record AptSource(String deb822, String key) {
    /** Where the key lies while packages are installed. */
    public static final String KEY_FILE = "/run/drover-apt/key.asc";
  }

  /**
   * The configuration of an image; empty values leave what the base says.
   *
   * @param command entry point, words
   * @param env environment
   * @param user user and group
   * @param ports ports it listens on
   * @param labels labels
   */
  public record Settings(
      List<String> command,
      Map<String, String> env,
      Optional<String> user,
      List<Integer> ports,
      Map<String, String> labels) {

    /** The base's own settings. */
    public static final Settings NONE =
        new Settings(List.of(), Map.of(), Optional.empty(), List.of(), Map.of());

    public Settings {
      command = List.copyOf(command);
      env = Map.copyOf(env);
      ports = List.copyOf(ports);
      labels = Map.copyOf(labels);
    }

    private void addTo(ContentKey key) {
      key.with(command).with(pairs(env)).with(user.orElse(""));
      key.with(ports.stream().map(String::valueOf).toList()).with(pairs(labels));
    }

    private static List<String> pairs(Map<String, String> map) {
      return new TreeMap<>(map)
          .entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
    }
  }
}
