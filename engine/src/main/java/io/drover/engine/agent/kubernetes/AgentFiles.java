package io.drover.engine.agent.kubernetes;

import io.drover.engine.WorkFailedException;
import io.drover.engine.agent.AgentJob;
import io.drover.engine.file.AtomicFile;
import io.drover.engine.file.Trees;
import io.drover.engine.process.Command;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Brings a job's files to its pod and back, as tar streams that are nowhere kept whole. Each stream
 * ends with a file that holds the pod's token: where that is missing, the stream was cut off, and
 * is taken again. What is on the way is never where somebody may take it for whole.
 */
final class AgentFiles {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final Duration LOCAL = Duration.ofMinutes(5);
  private static final String READY = "ready";
  private static final String LINE = "line";

  /**
   * A stream of which the last file has arrived is not taken again: the job may be at work. It is
   * read all the same, since a command that leaves input unread loses its connection.
   */
  private static final String UNPACK =
      """
      [ ! -e /drover/ready ] || { head -c "$1" > /dev/null; exit 0; }
      find /workspace /drover -mindepth 1 ! -name alive -delete || exit 2
      head -c "$1" | tar -C / --no-same-owner --no-overwrite-dir -p -xf - || exit 2
      [ -e /drover/ready ] || exit 2
      """;

  /**
   * Without an entry for the workspace: it is the cluster's folder there, and tar may not touch it.
   */
  private static final String PACK_HERE =
      """
      cd "$1" || exit 2
      shift
      find workspace -mindepth 1 -maxdepth 1 -print0 | tar --null --files-from=- "$@"
      """;

  private static final String LIST =
      "cd /workspace && find . -type f -printf '%P\\0' && printf '%s\\0' \"$1\" || exit 2";
  private static final String PACK =
      "head -c \"$1\" | tar -C / --null --files-from=- --hard-dereference --ignore-failed-read -cf -";
  private static final Pattern TOTAL = Pattern.compile("Total bytes written: (\\d+)");

  private final HelperExec helper;
  private final AgentJob job;
  private final String token;

  AgentFiles(HelperExec helper, AgentJob job, String token) {
    this.helper = helper;
    this.job = job;
    this.token = token;
  }

  /** Something that may be tried again when the connection breaks. */
  private interface Attempt {
    void run() throws IOException, InterruptedException;
  }

  /**
   * Brings sources and script to the pod; the job begins when they are there.
   *
   * @throws WorkFailedException if that did not work out for more than a minute
   */
  void send() throws InterruptedException {
    Trees.make(job.control().resolve("home"));
    Trees.make(job.control().resolve("tmp"));
    AtomicFile.write(job.control().resolve(READY), token);
    String size = "" + size();
    insist("bring the sources to the pod", () -> sendOnce(size));
  }

  /** GNU tar does not read the files when it writes to /dev/null. */
  private long size() throws InterruptedException {
    List<String> words = packing("/dev/null");
    words.add("--totals");
    Command.Result result = Command.of(words).timeout(LOCAL).check("read " + job.folder());
    Matcher total = TOTAL.matcher(result.error());
    if (!total.find()) {
      throw new WorkFailedException("tar does not say how much there is in " + job.folder());
    }
    return Long.parseLong(total.group(1));
  }

  private List<String> packing(String archive) {
    return new ArrayList<>(
        List.of(
            "sh",
            "-c",
            PACK_HERE,
            "drover",
            job.folder().toString(),
            "--transform=flags=r;s,^control,drover,",
            "--owner=0",
            "--group=0",
            "-cf",
            archive,
            "control/run.sh",
            "control/home",
            "control/tmp",
            "control/" + READY));
  }

  private void sendOnce(String size) throws IOException, InterruptedException {
    Process tar =
        new ProcessBuilder(packing("-")).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (InputStream packed = tar.getInputStream()) {
      if (helper.run(packed, OutputStream.nullOutputStream(), shell(UNPACK, size)) != 0) {
        throw new IOException("the pod could not unpack them");
      }
    } finally {
      tar.destroyForcibly();
    }
  }

  /**
   * Brings back what is wanted of the workspace, and where the lines were.
   *
   * @throws WorkFailedException if that did not work out for more than a minute
   */
  void fetchResults() throws InterruptedException {
    insist(
        "bring back the files that were built",
        () -> {
          List<String> wanted = wanted();
          Path incoming = fetch(wanted);
          for (String file : wanted) {
            Path to = job.folder().resolve(file);
            Trees.make(to.getParent());
            Files.move(
                incoming.resolve(file), to, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
          }
        });
  }

  /**
   * Brings back the whole workspace, and where the lines were.
   *
   * @throws WorkFailedException if that did not work out for more than a minute
   */
  void fetchAll() throws InterruptedException {
    insist(
        "bring back the workspace",
        () -> {
          Path incoming = fetch(List.of("workspace"));
          Trees.delete(job.workspace());
          Trees.move(incoming.resolve("workspace"), job.workspace());
        });
  }

  private List<String> wanted() throws IOException, InterruptedException {
    List<PathMatcher> patterns = job.results().stream().map(Trees::matcher).toList();
    if (patterns.isEmpty()) {
      return List.of();
    }
    ByteArrayOutputStream listed = new ByteArrayOutputStream();
    helper.run(InputStream.nullInputStream(), listed, shell(LIST, token));
    String[] names = listed.toString(StandardCharsets.UTF_8).split("\0");
    if (!names[names.length - 1].equals(token)) {
      throw new IOException("the list of files was cut off");
    }
    return List.of(names).subList(0, names.length - 1).stream()
        .filter(name -> patterns.stream().anyMatch(p -> p.matches(Path.of(name))))
        .map(name -> "workspace/" + name)
        .toList();
  }

  /** Takes files into a folder beside the workspace. */
  private Path fetch(List<String> names) throws IOException, InterruptedException {
    Path incoming = Trees.fresh(job.folder().resolve("incoming"));
    byte[] list =
        (String.join("\0", names) + "\0drover/" + LINE + "\0drover/" + READY + "\0")
            .replaceFirst("^\0", "")
            .getBytes(StandardCharsets.UTF_8);
    Process tar =
        new ProcessBuilder(
                "tar",
                "-C",
                incoming.toString(),
                "--no-same-owner",
                "--no-same-permissions",
                "-xf",
                "-")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      try (OutputStream packed = tar.getOutputStream()) {
        helper.run(new ByteArrayInputStream(list), packed, shell(PACK, "" + list.length));
      }
      if (!tar.waitFor(LOCAL.toSeconds(), TimeUnit.SECONDS) || tar.exitValue() != 0) {
        throw new IOException("the stream was cut off");
      }
    } finally {
      tar.destroyForcibly();
    }
    Path ready = incoming.resolve("drover").resolve(READY);
    if (!Files.exists(ready) || !Files.readString(ready).equals(token)) {
      throw new IOException("the stream was cut off");
    }
    Path line = incoming.resolve("drover").resolve(LINE);
    if (Files.exists(line)) {
      AtomicFile.write(job.control().resolve(LINE), Files.readString(line));
    }
    return incoming;
  }

  private static List<String> shell(String script, String argument) {
    return List.of("sh", "-c", script, "drover", argument);
  }

  private void insist(String what, Attempt attempt) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    Duration pause = Duration.ofMillis(200);
    boolean told = false;
    while (true) {
      try {
        attempt.run();
        return;
      } catch (IOException e) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        if (System.nanoTime() > end) {
          throw new WorkFailedException("could not %s: %s".formatted(what, e.getMessage()), e);
        }
        if (!told) {
          job.log().accept("could not %s: %s; trying again".formatted(what, e.getMessage()));
          told = true;
        }
      }
      Thread.sleep(pause.toMillis());
      pause = pause.multipliedBy(2);
      pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }
  }
}
