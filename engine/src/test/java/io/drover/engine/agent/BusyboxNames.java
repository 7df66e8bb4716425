package io.drover.engine.agent;

import java.util.List;

/** The programs of an image that has a shell and hardly more. */
public final class BusyboxNames {
  /** As lines of tests need them. */
  public static final List<String> ALL =
      List.of(
          "sh", "cat", "chmod", "cp", "date", "echo", "false", "grep", "id", "mkdir", "printf",
          "seq", "sleep", "test", "touch", "tr", "true", "dd", "ls", "wget", "head", "yes");

  private BusyboxNames() {}
}
