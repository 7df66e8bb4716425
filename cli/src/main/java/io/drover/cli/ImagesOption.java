package io.drover.cli;

import io.drover.engine.release.Release;
import io.drover.engine.release.Release.ReleasedImage;
import io.drover.engine.release.ReleaseFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** Which images shall run: those of a release, and those that are named one by one. */
final class ImagesOption {
  @Option(
      names = "--release",
      paramLabel = "FILE",
      description =
          "The images, as JSON: {\"images\": {\"APPLICATION\": {\"image\":"
              + " \"REPOSITORY@sha256:…\", \"version\": \"1.2\"}}}.")
  private Path file;

  @Option(
      names = "--image",
      paramLabel = "APPLICATION=REPOSITORY@DIGEST",
      description = "The image of an application; wins over that of the release.")
  private Map<String, String> images = new LinkedHashMap<>();

  /** The release; without one, one without images. */
  Release release() {
    return file == null ? new Release(Map.of()) : ReleaseFile.read(file);
  }

  /** The images that are named one by one. */
  Release given() {
    Map<String, ReleasedImage> all = new TreeMap<>();
    images.forEach((name, image) -> all.put(name, ReleaseFile.image("--image " + name, image, "")));
    return new Release(all);
  }

  /** All images that are named, one way or the other. */
  Release read() {
    return given().completedBy(release());
  }
}
