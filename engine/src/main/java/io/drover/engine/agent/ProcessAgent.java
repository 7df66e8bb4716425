package io.drover.engine.agent;

import io.drover.engine.WorkFailedException;
import io.drover.engine.file.AtomicFile;
import io.drover.engine.file.Trees;
import io.drover.engine.process.Command;
import io.drover.engine.process.Sessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Agents that are processes of this machine: no isolation, no installation unless it was allowed.
 */
public final class ProcessAgent implements Agent {
  private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private final Path processes;
  private final MachinePackages packages;

  /**
   * Agents that note their processes in a folder, so that a later Drover can end what a killed one
   * left.
   *
   * @param processes the folder
   * @param mayInstall whether missing packages of the distribution are installed on this machine
   */
  public ProcessAgent(Path processes, boolean mayInstall) {
    this.processes = processes;
    this.packages = new MachinePackages(PATH, mayInstall);
  }

  @Override
  public void run(AgentJob job) throws InterruptedException {
    packages.provide(job.spec().dependencies(), job.log());
    ShellScript script = ShellScript.write(job);
    Path note = processes.resolve(job.name());
    AtomicLong session = new AtomicLong();
    try {
      Command.Result result =
          Command.of(script.words(job.control().toString()))
              .in(job.workspace())
              .withCleanEnvironment()
              .with(environment(job))
              .timeout(job.spec().timeout())
              .keepOutput(ShellScript.KEPT_OUTPUT)
              .onLine(job.log())
              .onStart(
                  pid -> {
                    session.set(pid);
                    note(note, pid);
                  })
              .run();
      script.check(result, job);
    } finally {
      // What the lines left running in the background has the session's id even when its first
      // process is gone.
      if (session.get() > 0) {
        Sessions.end(session.get());
      }
      end(note);
    }
  }

  @Override
  public int open(AgentJob job) throws InterruptedException {
    packages.provide(job.spec().dependencies(), job.log());
    return Command.of(AgentJob.SHELL)
        .in(job.workspace())
        .withCleanEnvironment()
        .with(environment(job))
        .with("TERM", System.getenv().getOrDefault("TERM", "dumb"))
        .runOnTerminal();
  }

  /**
   * Ends the processes that a killed Drover left running.
   *
   * @param processes the folder in which that Drover noted them
   */
  public static void endLeftovers(Path processes) {
    if (!Files.isDirectory(processes)) {
      return;
    }
    try (Stream<Path> notes = Files.list(processes)) {
      notes.forEach(ProcessAgent::end);
    } catch (IOException e) {
      throw new WorkFailedException("could not read %s: %s".formatted(processes, Trees.why(e)), e);
    }
  }

  private static Map<String, String> environment(AgentJob job) {
    Map<String, String> environment = new TreeMap<>();
    environment.put("PATH", PATH);
    environment.put("LANG", "C.UTF-8");
    environment.put("HOME", Trees.make(job.control().resolve("home")).toString());
    environment.put("TMPDIR", Trees.make(job.control().resolve("tmp")).toString());
    environment.put("NVIDIA_VISIBLE_DEVICES", "void");
    environment.putAll(job.environment());
    return environment;
  }

  private static void note(Path note, long pid) {
    Sessions.startedAt(pid).ifPresent(at -> AtomicFile.write(note, pid + " " + at));
  }

  private static void end(Path note) {
    try {
      if (!Files.exists(note)) {
        return;
      }
      String[] words = Files.readString(note).strip().split(" ");
      long pid = Long.parseLong(words[0]);
      boolean recycled =
          Sessions.startedAt(pid).map(at -> at != Long.parseLong(words[1])).orElse(false);
      if (!recycled) {
        Sessions.end(pid);
      }
      Files.delete(note);
    } catch (IOException | RuntimeException e) {
      throw new WorkFailedException(
          "could not end the process noted in %s: %s".formatted(note, e.getMessage()), e);
    }
  }
}
