package io.drover.engine.agent.kubernetes;

import io.drover.engine.process.ShellWords;
import java.nio.file.Path;

/**
 * The half of a task that prepares, begun by its pod as soon as it starts: Jenkins' agent needs
 * some time to start and to connect, and both go on at the same time. The first step of the task,
 * which runs in the container of the lines, shows what was said, waits for the end, and takes the
 * files.
 *
 * @param folder on the volume that all containers share, but in no workspace: which one Jenkins
 *     will take is not known yet
 */
public record HeadStart(Path folder) {
  /** Where that volume is mounted; the Kubernetes plugin's usual place. */
  static final Path VOLUME = Path.of("/home/jenkins/agent");

  /** The one in pods. */
  public static final HeadStart OF_PODS = new HeadStart(VOLUME.resolve("drover"));

  /** Where the command keeps the task's files until the first step. */
  public Path work() {
    return folder.resolve("work");
  }

  /** Begins the command that stands in {@code $@}, and goes on at once. */
  String begin() {
    return """
        mkdir -p %2$s
        { "$@"; echo $? > %1$s/ending; mv %1$s/ending %1$s/status; } > %1$s/log 2>&1 &
        """
        .formatted(quoted(folder), quoted(work()));
  }

  /**
   * The script of the first step, for any POSIX shell. It fails with the status of the command. The
   * report of one that has succeeded is enough: Java takes another third of a second to end.
   *
   * @param target where the task's files are from then on, in the workspace
   * @param lines the script with the lines, below it
   */
  public String script(Path target, Path lines) {
    return """
        #!/bin/sh
        until [ -e %1$s/log ]; do sleep 1; done
        exec 3< %1$s/log
        status=
        until [ -n "$status" ]; do
          cat <&3
          sleep 0.1 2> /dev/null || sleep 1
          case $(cat %2$s/report.json 2> /dev/null) in *'"status" : "succeeded"'*) status=0 ;; esac
          [ ! -e %1$s/status ] || read -r status < %1$s/status
        done
        cat <&3
        exec 3<&-
        mv %2$s %3$s
        [ "$status" -eq 0 ] || exit "$status"
        exec sh %4$s
        """
        .formatted(quoted(folder), quoted(work()), quoted(target), quoted(target.resolve(lines)));
  }

  private static String quoted(Path path) {
    return ShellWords.quoted(path.toString());
  }
}
