package io.drover.engine.run.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.drover.engine.WorkFailedException;
import io.drover.engine.file.AtomicFile;
import io.drover.engine.file.Trees;
import io.drover.engine.process.Ports;
import io.drover.engine.process.Sessions;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * A server on loopback that outlives Drover. Its folder says how it was started, so that the next
 * Drover finds it, and ends it and nothing else: a process is only taken for the server if its id
 * and its time of start are those noted.
 */
final class ServerProcess {
  private static final Duration START = Duration.ofSeconds(30);
  private static final Duration STEP = Duration.ofMillis(20);
  private static final int CONNECT_MILLIS = 1000;
  private static final int LOG_LINES = 5;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String name;
  private final Path folder;

  /** What is noted about a running server. */
  record Note(long pid, long startedAt, int port) {}

  ServerProcess(String name, Path folder) {
    this.name = name;
    this.folder = folder;
  }

  /** The port of the server, if it runs and answers. */
  Optional<Integer> running() {
    return note().filter(this::isOurs).map(Note::port).filter(ServerProcess::answers);
  }

  /** The port that it has, or had when it last ran. */
  Optional<Integer> lastPort() {
    return note().map(Note::port);
  }

  /**
   * The port it last had, so that the addresses of what it holds stay the same; else a free one.
   */
  int choosePort(Consumer<String> log) {
    Optional<Integer> last = lastPort();
    if (last.isPresent() && Ports.isFree(last.get())) {
      return last.get();
    }
    int free = Ports.free();
    last.ifPresent(
        port ->
            log.accept(
                "port %d of the %s is taken by another program; using %d"
                    .formatted(port, name, free)));
    return free;
  }

  /**
   * Starts the server and waits until it answers.
   *
   * @param command the command for a port
   * @throws WorkFailedException if it ends or does not answer within 30 s; it does not run then
   */
  void start(int port, IntFunction<List<String>> command, Map<String, String> environment)
      throws InterruptedException {
    File log = Trees.make(folder).resolve("log").toFile();
    List<String> words = new ArrayList<>(List.of("setsid"));
    words.addAll(command.apply(port));
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectInput(new File("/dev/null"))
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log));
    builder.environment().putAll(environment);
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new WorkFailedException(
          "could not start the %s: %s".formatted(name, e.getMessage()), e);
    }
    boolean ready = false;
    try {
      note(process, port);
      ready = awaitAnswer(process, port);
    } finally {
      if (!ready) {
        Sessions.end(process.pid());
      }
    }
    if (!ready) {
      throw new WorkFailedException(
          "the %s did not start: %s. Its log: %s".formatted(name, lastWords(log.toPath()), log));
    }
  }

  /** Ends the server, if it runs. */
  void stop() {
    note().filter(this::isOurs).ifPresent(note -> Sessions.end(note.pid()));
  }

  /** Where its log lies. */
  Path log() {
    return folder.resolve("log");
  }

  private void note(Process process, int port) {
    long startedAt = Sessions.startedAt(process.pid()).orElse(0L);
    try {
      AtomicFile.write(file(), JSON.writeValueAsString(new Note(process.pid(), startedAt, port)));
    } catch (IOException e) {
      throw new WorkFailedException("could not note the " + name, e);
    }
  }

  private Optional<Note> note() {
    try {
      return Files.exists(file())
          ? Optional.of(JSON.readValue(file().toFile(), Note.class))
          : Optional.empty();
    } catch (IOException e) {
      // Half a note is none: without it the server cannot be told from another process.
      return Optional.empty();
    }
  }

  private boolean isOurs(Note note) {
    return Sessions.startedAt(note.pid()).filter(at -> at == note.startedAt()).isPresent();
  }

  private Path file() {
    return folder.resolve("server.json");
  }

  private boolean awaitAnswer(Process process, int port) throws InterruptedException {
    Instant deadline = Instant.now().plus(START);
    while (process.isAlive() && Instant.now().isBefore(deadline)) {
      if (answers(port)) {
        return true;
      }
      Thread.sleep(STEP.toMillis());
    }
    return false;
  }

  private static String lastWords(Path log) {
    try {
      List<String> lines = Files.readAllLines(log);
      return String.join(" / ", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
    } catch (IOException e) {
      return "it left no log";
    }
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
