package io.drover.engine.run;

import io.drover.aptly.Publication;
import io.drover.engine.image.sbom.ImageOrigin.ComponentOrigin;
import io.drover.engine.release.Release.ReleasedImage;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What tasks of one run hand to later ones. A task only reads what a task that it needs has put
 * here.
 */
final class Results {
  private final Map<String, String> versions = new ConcurrentHashMap<>();
  private final Map<String, ComponentOrigin> origins = new ConcurrentHashMap<>();
  private final Map<String, Publication> publications = new ConcurrentHashMap<>();
  private final Map<String, ReleasedImage> images = new ConcurrentHashMap<>();

  /** Component to the version that this run builds: sources may change while it runs. */
  Map<String, String> versions() {
    return versions;
  }

  /** Component to the sources of that version. */
  Map<String, ComponentOrigin> origins() {
    return origins;
  }

  /** Component to what was published of it. */
  Map<String, Publication> publications() {
    return publications;
  }

  /** Application to its image. */
  Map<String, ReleasedImage> images() {
    return images;
  }
}
