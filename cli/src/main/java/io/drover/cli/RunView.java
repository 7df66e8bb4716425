package io.drover.cli;

import io.drover.engine.run.RunListener;

/** Shows a run while it goes on. */
interface RunView extends RunListener, AutoCloseable {
  /** Leaves the terminal as it was. */
  @Override
  void close();
}
