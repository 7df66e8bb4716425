package io.drover.engine.release;

import io.drover.engine.release.Release.ReleasedImage;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How the image of one application changed. What it changed to is kept as a version only: the image
 * itself follows from the release that came of it.
 *
 * @param from what it was; empty: the application is new
 * @param toVersion the version that it is now; empty: the application is gone
 */
public record ImageChange(Optional<ReleasedImage> from, Optional<String> toVersion) {

  /** All changes from one release to another, by application. */
  static SortedMap<String, ImageChange> between(Release before, Release after) {
    TreeSet<String> applications = new TreeSet<>(before.images().keySet());
    applications.addAll(after.images().keySet());
    SortedMap<String, ImageChange> changes = new TreeMap<>();
    for (String application : applications) {
      ReleasedImage from = before.images().get(application);
      ReleasedImage to = after.images().get(application);
      if (from == null || !from.equals(to)) {
        changes.put(
            application,
            new ImageChange(
                Optional.ofNullable(from), Optional.ofNullable(to).map(ReleasedImage::version)));
      }
    }
    return changes;
  }

  /** The release before these changes. */
  static Release undo(Release after, Map<String, ImageChange> changes) {
    Map<String, ReleasedImage> images = new TreeMap<>(after.images());
    changes.forEach(
        (application, change) ->
            change
                .from()
                .ifPresentOrElse(
                    image -> images.put(application, image), () -> images.remove(application)));
    return new Release(images);
  }
}
