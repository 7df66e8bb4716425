package io.drover.engine.release;

import io.drover.engine.release.Release.ReleasedImage;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Releases to test with. */
public final class ReleaseFixtures {
  private ReleaseFixtures() {}

  /** An image whose digest is one hex digit over and over. */
  public static ReleasedImage image(String application, char digit, String version) {
    String digest = "sha256:" + String.valueOf(digit).repeat(64);
    return new ReleasedImage("127.0.0.1:5000/p/" + application + "@" + digest, version);
  }

  /** A release of one application, {@code web}. */
  public static Release release(char digit) {
    return new Release(Map.of("web", image("web", digit, "1." + digit)));
  }

  /** A release of many applications with long names. */
  public static Release large(int applications, IntFunction<Character> digit) {
    Map<String, ReleasedImage> images = new TreeMap<>();
    IntStream.range(0, applications)
        .forEach(
            i -> {
              String name = "service-with-a-rather-long-name-%04d".formatted(i);
              images.put(name, image(name, digit.apply(i), "1.2.3+git20261120135244.0123456789ab"));
            });
    return new Release(images);
  }
}
