package io.drover.engine.image;

import io.drover.engine.image.Installation.AptSource;
import java.util.List;

/**
 * What an installation gets in place of the sources of its base and of further repositories.
 *
 * @param source the cache
 * @param preferences apt's preferences: of all that the cache has, exactly the versions that were
 *     chosen for this image
 * @param own address of the project's own packages, which are not in the cache
 */
public record CachedPackages(AptSource source, String preferences, String own) {

  /** Whether a source has the project's own packages. */
  public boolean isOwn(AptSource other) {
    return other.deb822().lines().anyMatch(line -> line.equals("URIs: " + own));
  }

  /** The cache, and of an image's further sources the project's own. */
  public List<AptSource> with(List<AptSource> sources) {
    return java.util.stream.Stream.concat(
            java.util.stream.Stream.of(source), sources.stream().filter(this::isOwn))
        .distinct()
        .toList();
  }
}
