package io.drover.engine.deploy.podman;

import io.drover.engine.WorkFailedException;
import java.util.List;

/** A replica that crashes or never gets ready, with the last lines that it wrote. */
final class ReplicaFailedException extends WorkFailedException {
  private static final long serialVersionUID = 1;

  private final transient List<String> lastLines;

  ReplicaFailedException(String message, List<String> lastLines) {
    super(message);
    this.lastLines = List.copyOf(lastLines);
  }

  List<String> lastLines() {
    return lastLines;
  }
}
