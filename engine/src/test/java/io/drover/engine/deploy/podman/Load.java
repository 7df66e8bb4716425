package io.drover.engine.deploy.podman;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Steady requests to a page, counted. */
final class Load implements AutoCloseable {
  private final List<Thread> threads = new ArrayList<>();
  private final List<String> failures = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger answered = new AtomicInteger();
  private volatile boolean stopped;

  private Load() {}

  /** Starts to ask for a page, from several threads. */
  static Load on(String url, int threads) {
    Load load = new Load();
    for (int i = 0; i < threads; i++) {
      Thread thread = new Thread(() -> load.ask(url), "load");
      thread.setDaemon(true);
      load.threads.add(thread);
      thread.start();
    }
    return load;
  }

  private void ask(String url) {
    while (!stopped) {
      try {
        PodmanFixture.get(url);
        answered.incrementAndGet();
        Thread.sleep(5);
      } catch (IOException e) {
        failures.add(e.toString());
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  int answered() {
    return answered.get();
  }

  List<String> failures() {
    return failures;
  }

  void stop() throws InterruptedException {
    stopped = true;
    for (Thread thread : threads) {
      thread.join(60_000);
    }
  }

  @Override
  public void close() {
    stopped = true;
  }
}
