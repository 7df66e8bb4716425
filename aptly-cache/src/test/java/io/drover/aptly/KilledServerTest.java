package io.drover.aptly;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.aptly.client.AptlyException;
import io.drover.aptly.client.Transport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * aptly is killed at random moments, while somebody reads what is published all the time: what is
 * read is signed and whole, and the same call again finishes the work.
 */
@Tag("real")
class KilledServerTest {

  private final Random random = new Random();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private AptlyServer server;

  @BeforeEach
  void start() throws IOException {
    server = AptlyServer.start();
  }

  @AfterEach
  void stop() throws Exception {
    threads.shutdown();
    assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    if (server != null) {
      server.close();
    }
  }

  @Test
  void whilePublishing() throws Exception {
    PackageRepository repository = server.open("shop");
    Publication first = publish(repository, "first", server.debs("first", 3));
    List<Path> measured = server.debs("measured", 5);
    int millis = millis(() -> publish(repository, "measured", measured));
    AtomicBoolean ended = new AtomicBoolean();
    Future<Integer> reading = threads.submit(() -> readUntil(ended));
    int cutOff = 0;
    for (int i = 0; i < 12; i++) {
      String component = "p" + i;
      List<Path> debs = server.debs(component, 5);
      cutOff += killedDuring(millis, () -> publish(repository, component, debs)) ? 1 : 0;

      Publication made = publish(repository, component, debs);

      assertThat(repository.find(component, "1")).contains(made);
    }
    ended.set(true);
    assertThat(reading.get()).isPositive();
    assertThat(repository.find("first", "1")).contains(first);
    assertThat(cutOff).as("publications that were cut off").isPositive();
  }

  @Test
  void whileCleaningUp() throws Exception {
    PackageRepository repository = server.open("shop");
    int millis = millis(() -> repository.clean(1, Set.of(), line -> {}));
    AtomicBoolean ended = new AtomicBoolean();
    Future<Integer> reading = threads.submit(() -> readUntil(ended));
    for (int i = 0; i < 8; i++) {
      for (int version = 1; version <= 2; version++) {
        Path deb = server.deb("api" + i, "" + version, "all", "x" + version);
        repository.publish("api" + i, "" + version, List.of(deb), line -> {});
      }
      killedDuring(millis, () -> repository.clean(1, Set.of(), line -> {}));

      repository.clean(1, Set.of(), line -> {});

      assertThat(repository.versions().get("api" + i)).containsExactly("2");
      assertThat(repository.find("api" + i, "2")).isPresent();
    }
    ended.set(true);
    assertThat(reading.get()).isPositive();
    assertThat(server.client().packageKeys("shop")).hasSize(8);
  }

  private static Publication publish(
      PackageRepository repository, String component, List<Path> debs) {
    return repository.publish(component, "1", debs, line -> {});
  }

  private static int millis(Runnable work) {
    long begin = System.nanoTime();
    work.run();
    return (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
  }

  /**
   * Kills the API at a random moment of the work and starts it again; whether the work failed.
   *
   * @param millis how long the work takes when nobody kills anything
   */
  private boolean killedDuring(int millis, Runnable work) throws Exception {
    Future<Boolean> failed =
        threads.submit(
            () -> {
              try {
                work.run();
                return false;
              } catch (AptlyException e) {
                return true;
              }
            });
    Pauses.sleep(random.nextInt(millis));
    server.killApi();
    boolean result = failed.get();
    server.upApi();
    return result;
  }

  /** Reads as apt does, from the signature down to the files; how often. */
  private int readUntil(AtomicBoolean ended) {
    var files = new Transport("served", server.served(), AptlyServer.TIMEOUT);
    PublishedRoot root =
        new PublishedRoot("shop", "stable", List.of("all", "amd64"), List.of("shop"));
    int times = 0;
    while (!ended.get()) {
      List<String> problems = unservable(files, root);
      // a file that a clean-up deleted meanwhile is not in what is published now
      assertThat(problems.isEmpty() ? problems : unservable(files, root)).isEmpty();
      times++;
      Pauses.sleep(10);
    }
    return times;
  }

  private List<String> unservable(Transport files, PublishedRoot root) {
    return new PublishedIndex(files, root, "main", server.signing).unservable();
  }
}
