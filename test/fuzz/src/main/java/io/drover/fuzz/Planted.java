package io.drover.fuzz;

import java.util.List;

/** Secrets put into the files; none of them may turn up in what is said of the files. */
final class Planted {
  /** Stands only where the schema says that a value is secret, and in no seed. */
  static final String VALUE = "planted-7f3a-planted";

  /** Looks like a credential, and so is secret wherever it stands. */
  static final String TOKEN = "ghp_" + "Zk3Wq9".repeat(6);

  static final List<String> ALL = List.of(VALUE, TOKEN);

  private Planted() {}
}
