package io.drover.engine.release;

import io.drover.engine.release.Release.ReleasedImage;
import io.drover.engine.release.TestOutcome.Result;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
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

  /** What a test came to for such a release: counted, measured, with a reason unless it passed. */
  public static TestOutcome outcome(String test, char digit, Result result) {
    return TestOutcome.now(test, "shell", release(digit), result, Duration.ofMillis(1500))
        .with(
            Map.of("passed", 3),
            Map.of("p95_ms", 12.5),
            result == Result.PASSED ? Optional.empty() : Optional.of("line 1 of 1 ended with 3"));
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
