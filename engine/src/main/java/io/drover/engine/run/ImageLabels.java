package io.drover.engine.run;

import io.drover.engine.image.sbom.ImageOrigin;
import io.drover.engine.image.sbom.ImageOrigin.ComponentOrigin;
import io.drover.engine.image.sbom.ImageOrigin.OwnPackage;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Labels that say where an image comes from. Source: OCI image specification, "Pre-Defined
 * Annotation Keys". What the files say under {@code labels} goes before them.
 */
final class ImageLabels {
  private static final String PREFIX = "org.opencontainers.image.";

  private ImageLabels() {}

  /** The labels; of several components in an image, the one with the newest commit is named. */
  static Map<String, String> of(ImageOrigin origin) {
    Map<String, String> labels = new TreeMap<>();
    labels.put(PREFIX + "title", origin.title());
    labels.put(PREFIX + "version", origin.version());
    labels.put(PREFIX + "base.name", origin.baseName());
    labels.put(PREFIX + "base.digest", origin.baseDigest());
    origin.time().ifPresent(time -> labels.put(PREFIX + "created", time.toString()));
    Optional<ComponentOrigin> newest =
        origin.packages().stream()
            .map(OwnPackage::origin)
            .filter(source -> source.commit().isPresent())
            .max(Comparator.comparing(source -> source.time().orElseThrow()));
    newest
        .flatMap(ComponentOrigin::commit)
        .ifPresent(commit -> labels.put(PREFIX + "revision", commit));
    newest
        .flatMap(ComponentOrigin::repository)
        .ifPresent(url -> labels.put(PREFIX + "source", url));
    return labels;
  }
}
