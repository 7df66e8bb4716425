package io.drover.engine.release;

import io.drover.engine.file.ContentKey;
import io.drover.engine.image.ImageReference;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The set of images that an environment runs.
 *
 * @param images application to image, sorted by application
 */
public record Release(Map<String, ReleasedImage> images) {

  public Release {
    images = Collections.unmodifiableMap(new TreeMap<>(images));
  }

  /**
   * An image of a release.
   *
   * @param image repository and digest, {@code repository@sha256:…}
   * @param version the application's version, for people
   */
  public record ReleasedImage(String image, String version) {

    /** The image's parsed form. */
    public ImageReference reference() {
      return ImageReference.parse(image);
    }
  }

  /** Names the release by what is in it: the same images are the same release. 12 hex digits. */
  public String id() {
    ContentKey key = ContentKey.of("release");
    images.forEach((application, image) -> key.with(application).with(image.reference().digest()));
    return key.hex().substring(0, 12);
  }

  /** This release with the images that it lacks taken from another. */
  public Release completedBy(Release other) {
    Map<String, ReleasedImage> all = new TreeMap<>(other.images);
    all.putAll(images);
    return new Release(all);
  }
}
