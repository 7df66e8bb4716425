package io.drover.cli;

import java.util.function.Consumer;

/** Shows a deployment while it goes on; takes lines such as {@code web: 1 of 2 ready}. */
interface DeployView extends Consumer<String>, AutoCloseable {
  /** Leaves the terminal as it was. */
  @Override
  void close();
}
