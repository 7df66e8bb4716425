package io.drover.engine.process;

import io.drover.engine.WorkFailedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A program to run: words, never a shell line. Each runs in a session of its own, so that a Ctrl-C
 * on the terminal reaches Drover alone, and so that the program can be ended together with
 * everything that it started.
 */
public final class Command {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(2);

  /** Output that stops so long after the end of its program is held open by children of it. */
  private static final Duration OUTPUT_LAG = Duration.ofSeconds(2);

  /** Children that go on writing are not waited for. */
  private static final Duration LONGEST_LAG = Duration.ofSeconds(10);

  /** The first line of what the runtime of Go says about a crash. */
  private static final Predicate<String> GO_CRASH =
      Pattern.compile("^(panic|fatal error|runtime): ").asPredicate();

  /** More than any answer of a tool that Drover reads; a flood beyond it is cut off. */
  private static final int ALL = 64 * 1024 * 1024;

  private final List<String> words;
  private final Map<String, String> environment = new TreeMap<>();
  private boolean cleanEnvironment;
  private Path directory = Path.of("").toAbsolutePath();
  private Duration timeout = DEFAULT_TIMEOUT;
  private String input = "";
  private int kept = ALL;
  private Consumer<String> listener = line -> {};
  private Consumer<Long> started = pid -> {};

  private Command(List<String> words) {
    this.words = List.copyOf(words);
  }

  /**
   * A program and its arguments.
   *
   * @param words the program, found on the PATH, and its arguments
   */
  public static Command of(String... words) {
    return new Command(List.of(words));
  }

  /**
   * A program and its arguments.
   *
   * @param words the program, found on the PATH, and its arguments
   */
  public static Command of(List<String> words) {
    return new Command(words);
  }

  /** The folder that the program starts in. */
  public Command in(Path directory) {
    this.directory = directory;
    return this;
  }

  /** Adds a variable to the environment that the program inherits. */
  public Command with(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Adds variables to the environment that the program inherits. */
  public Command with(Map<String, String> variables) {
    environment.putAll(variables);
    return this;
  }

  /** Gives the program only the variables that were added, none of Drover's own. */
  public Command withCleanEnvironment() {
    cleanEnvironment = true;
    return this;
  }

  /** Ends the program after that time; 2 minutes where nothing is said. */
  public Command timeout(Duration timeout) {
    this.timeout = timeout;
    return this;
  }

  /** Text for the program's standard input, which is empty otherwise. */
  public Command input(String text) {
    input = text;
    return this;
  }

  /** Keeps only that many of the first characters of the output, for programs of any length. */
  public Command keepOutput(int characters) {
    kept = characters;
    return this;
  }

  /**
   * Hands over each line of standard output and standard error as it comes, from two threads. A
   * line of more than 16,384 characters comes in pieces.
   */
  public Command onLine(Consumer<String> listener) {
    this.listener = listener;
    return this;
  }

  /** Hands over the process id, which is also that of the program's session and group. */
  public Command onStart(Consumer<Long> started) {
    this.started = started;
    return this;
  }

  /**
   * What came of a program.
   *
   * @param status exit status
   * @param timedOut whether it was ended because its time was up
   * @param output standard output
   * @param error standard error
   */
  public record Result(int status, boolean timedOut, String output, String error) {
    /** Whether it ended by itself with status 0. */
    public boolean succeeded() {
      return status == 0 && !timedOut;
    }

    /**
     * The last non-empty lines of standard error, or of standard output if there are none. A
     * program in Go that crashes says why before it lists its calls: then the lines from there on.
     */
    public String lastLines(int count) {
      List<String> lines = (error.isBlank() ? output : error).lines().toList();
      List<String> full = lines.stream().filter(l -> !l.isBlank()).toList();
      int begin = crash().map(full::indexOf).orElse(Math.max(0, full.size() - count));
      return String.join("\n", full.subList(begin, Math.min(full.size(), begin + count)));
    }

    /** Why a program in Go crashed: it is no answer of the program, but a mistake in it. */
    public Optional<String> crash() {
      return succeeded() ? Optional.empty() : error.lines().filter(GO_CRASH).findFirst();
    }
  }

  /**
   * Runs the program and waits for its end.
   *
   * @throws WorkFailedException if the program cannot be started
   * @throws InterruptedException if this thread was interrupted; the program and all that it
   *     started have been ended then
   */
  public Result run() throws InterruptedException {
    Process process = start();
    Output output = new Output(process.getInputStream());
    Output error = new Output(process.getErrorStream());
    boolean ended = false;
    try {
      started.accept(process.pid());
      feed(process);
      ended = process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) {
        Sessions.end(process.pid());
        process.waitFor();
      }
    } catch (InterruptedException e) {
      Sessions.end(process.pid());
      throw e;
    }
    output.awaitEnd();
    error.awaitEnd();
    return new Result(process.exitValue(), !ended, output.text(), error.text());
  }

  /**
   * Runs the program and waits for its end, which must be a good one.
   *
   * @param doing what is being done, as the start of an error: "could not " + doing
   * @return the program's result, always a success
   * @throws WorkFailedException if it ends with another status than 0, or not in time
   */
  public Result check(String doing) throws InterruptedException {
    return checked(run(), doing);
  }

  /** As {@link #check}, of a program that has ended. */
  public Result checked(Result result, String doing) {
    if (result.timedOut()) {
      throw new WorkFailedException(
          "could not %s: %s did not end within %d s"
              .formatted(doing, words.get(0), timeout.toSeconds()));
    }
    if (result.status() != 0) {
      throw new WorkFailedException(
          "could not %s: %s ended with status %d:%n%s"
              .formatted(doing, words.get(0), result.status(), result.lastLines(8)));
    }
    return result;
  }

  /**
   * Runs the program on the terminal of this process and waits for its end: it belongs to this
   * process's session, reads what is typed and takes as long as the person wants.
   *
   * @return its exit status
   * @throws WorkFailedException if the program cannot be started
   */
  public int runOnTerminal() throws InterruptedException {
    Process process = start(builder(words).inheritIO());
    try {
      return process.waitFor();
    } finally {
      process.destroy();
    }
  }

  private Process start() {
    List<String> line = new ArrayList<>(List.of("setsid"));
    line.addAll(words);
    return start(builder(line));
  }

  private ProcessBuilder builder(List<String> line) {
    ProcessBuilder builder = new ProcessBuilder(line).directory(directory.toFile());
    if (cleanEnvironment) {
      builder.environment().clear();
    }
    builder.environment().putAll(environment);
    return builder;
  }

  private Process start(ProcessBuilder builder) {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new WorkFailedException(
          "could not start %s: %s".formatted(words.get(0), e.getMessage()), e);
    }
  }

  private void feed(Process process) {
    try (var stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // The program ended or closed its input without reading it: its status tells the rest.
    }
  }

  /** What a program writes to one of its streams, read in a thread of its own. */
  private final class Output {
    private final StringBuilder text = new StringBuilder();
    private final AtomicLong lines = new AtomicLong();
    private final Thread reader;

    Output(InputStream stream) {
      reader = new Thread(() -> read(stream), "output of " + words.get(0));
      reader.setDaemon(true);
      reader.start();
    }

    private void read(InputStream stream) {
      try (stream) {
        Lines.read(stream, this::take);
      } catch (IOException e) {
        // The stream was closed under us: there is nothing more to read.
      }
    }

    private void take(String line) {
      synchronized (text) {
        if (text.length() + line.length() < kept) {
          text.append(line).append('\n');
        }
      }
      listener.accept(line);
      lines.incrementAndGet();
    }

    /** Once the program has ended: waits until all is read, or nothing comes any more. */
    void awaitEnd() throws InterruptedException {
      long begin = System.nanoTime();
      long before = -1;
      while (reader.isAlive()
          && lines.get() != before
          && System.nanoTime() - begin < LONGEST_LAG.toNanos()) {
        before = lines.get();
        reader.join(OUTPUT_LAG.toMillis());
      }
    }

    String text() {
      synchronized (text) {
        return text.toString();
      }
    }
  }
}
