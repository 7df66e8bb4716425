package io.drover.engine.image;

import io.drover.config.model.Application.Builder;
import io.drover.engine.file.ContentKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All that decides what an image will be: a base with packages and settings on top.
 *
 * @param path the repository's path inside the registry
 * @param base what it stands on
 * @param installations what is installed on the base, one after the other
 * @param settings the image's configuration
 * @param labels labels that say where the image comes from; they do not decide what it is
 * @param builder which builder makes it
 * @param cached where its Debian packages come from; does not decide what it is. Empty: from the
 *     base's own sources
 */
public record ImageRecipe(
    String path,
    ImageReference base,
    List<Installation> installations,
    Settings settings,
    Map<String, String> labels,
    Builder builder,
    Optional<CachedPackages> cached) {

  /** Changes when the way images are built changes so that old ones must be built anew. */
  private static final String RECIPE = "image 4";

  public ImageRecipe {
    installations = List.copyOf(installations);
    labels = Map.copyOf(labels);
  }

  /** An image that buildah makes. */
  public ImageRecipe(
      String path,
      ImageReference base,
      List<Installation> installations,
      Settings settings,
      Map<String, String> labels) {
    this(path, base, installations, settings, labels, Builder.BUILDAH);
  }

  /** An image whose packages come from the base's own sources. */
  public ImageRecipe(
      String path,
      ImageReference base,
      List<Installation> installations,
      Settings settings,
      Map<String, String> labels,
      Builder builder) {
    this(path, base, installations, settings, labels, builder, Optional.empty());
  }

  /** The same image with its Debian packages from a cache. */
  public ImageRecipe from(CachedPackages cache) {
    return new ImageRecipe(
        path, base, installations, settings, labels, builder, Optional.of(cache));
  }

  /**
   * The image with all installations but the last, and nothing else. Others that begin with the
   * same installations stand on it, too. Empty for fewer than two installations.
   */
  public Optional<ImageRecipe> foundation() {
    if (installations.size() < 2) {
      return Optional.empty();
    }
    List<Installation> first = installations.subList(0, installations.size() - 1);
    return Optional.of(
        new ImageRecipe(
            foundationPath(), base, first, Settings.NONE, Map.of(), Builder.BUILDAH, cached));
  }

  /**
   * What is left to do when the image of the foundation is there. The image that comes of it is
   * that of this recipe, and has to be kept under this recipe's key.
   *
   * @param foundation the image of {@link #foundation()}
   */
  public ImageRecipe on(ImageReference foundation) {
    List<Installation> last = installations.subList(installations.size() - 1, installations.size());
    return new ImageRecipe(path, foundation, last, settings, labels, builder, cached);
  }

  /** The same image with one more label. */
  ImageRecipe withLabel(String name, String value) {
    Map<String, String> more = new TreeMap<>(labels);
    more.put(name, value);
    return new ImageRecipe(path, base, installations, settings, more, builder, cached);
  }

  /** Agents stand on agents; what applications stand on is in one place for the whole project. */
  private String foundationPath() {
    return settings.equals(Settings.NONE)
        ? path
        : path.substring(0, path.lastIndexOf('/') + 1) + "foundations";
  }

  /** The key under which the image is kept and found again. */
  public String contentKey() {
    ContentKey key = ContentKey.of(RECIPE).with(builder.name()).with(base.digest());
    for (Installation installation : installations) {
      key.with(installation.manager().name());
      key.with(installation.packages()).with(installation.contents());
    }
    settings.addTo(key);
    return key.hex();
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

    /** The base's own settings with variables. */
    public static Settings of(Map<String, String> env) {
      return new Settings(List.of(), env, Optional.empty(), List.of(), Map.of());
    }

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
