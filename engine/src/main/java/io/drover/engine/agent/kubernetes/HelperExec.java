package io.drover.engine.agent.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** Commands in a pod's helper container. The server does not learn when their input is over. */
final class HelperExec {
  private static final Duration LOOK = Duration.ofSeconds(5);

  /** A connection over which nothing moves for so long is taken to be dead. */
  private static final Duration STILL = Duration.ofSeconds(60);

  private final KubernetesClient client;
  private final String namespace;
  private final String pod;

  /**
   * Those of a pod.
   *
   * @param client one that does not try again by itself
   */
  HelperExec(KubernetesClient client, String namespace, String pod) {
    this.client = client;
    this.namespace = namespace;
    this.pod = pod;
  }

  /**
   * Runs a command and waits for its end.
   *
   * @param input what it reads; not closed
   * @param output takes what it writes; not closed
   * @return its exit status
   * @throws IOException if the connection broke or nothing moved for a minute; the command may have
   *     been done or not
   */
  int run(InputStream input, OutputStream output, List<String> command)
      throws IOException, InterruptedException {
    AtomicLong moved = new AtomicLong(System.nanoTime());
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    try (ExecWatch exec =
        client
            .pods()
            .inNamespace(namespace)
            .withName(pod)
            .inContainer(AgentPod.HELPER)
            .withReadyWaitTimeout(0)
            .redirectingInput()
            .writingOutput(new Moving(output, moved))
            .writingError(errors)
            .exec(command.toArray(String[]::new))) {
      Thread pump = pump(input, new Moving(exec.getInput(), moved));
      try {
        int status = await(exec.exitCode(), moved);
        if (status > 1 || status < 0) {
          throw new IOException(
              errors.size() == 0
                  ? "the connection was lost"
                  : errors.toString(StandardCharsets.UTF_8).strip());
        }
        return status;
      } finally {
        pump.interrupt();
      }
    } catch (KubernetesClientException e) {
      throw new IOException("the connection was lost", e);
    }
  }

  private static int await(CompletableFuture<Integer> exit, AtomicLong moved)
      throws IOException, InterruptedException {
    while (true) {
      try {
        return exit.get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (System.nanoTime() - moved.get() > STILL.toNanos()) {
          throw new IOException("nothing moved for %d s".formatted(STILL.toSeconds()), e);
        }
      } catch (ExecutionException e) {
        throw new IOException("the connection was lost", e.getCause());
      }
    }
  }

  private Thread pump(InputStream input, OutputStream to) {
    Thread thread =
        new Thread(
            () -> {
              try {
                input.transferTo(to);
                to.flush();
              } catch (IOException e) {
                // The command's status, or its absence, tells what came of it.
              }
            },
            "input of " + pod);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** Notes when something went through. */
  private static final class Moving extends FilterOutputStream {
    private final AtomicLong moved;

    Moving(OutputStream out, AtomicLong moved) {
      super(out);
      this.moved = moved;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
      moved.set(System.nanoTime());
    }

    /** The stream belongs to somebody else. */
    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
