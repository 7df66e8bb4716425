package io.drover.aptly.client;

import java.util.List;

/** How packages are pulled from one snapshot into another. */
public final class PullOptions extends Options<PullOptions> {

  private final List<String> architectures;

  private PullOptions(Fields fields, List<String> architectures) {
    super(fields);
    this.architectures = architectures;
  }

  /** The first match of each query with its dependencies, in place of other versions. */
  public static PullOptions plain() {
    return new PullOptions(Fields.NONE, List.of());
  }

  /** All packages that match, not only the first. */
  public PullOptions allMatches() {
    return with("all-matches", true);
  }

  /** Without dependencies. */
  public PullOptions withoutDependencies() {
    return with("no-deps", true);
  }

  /** Other versions stay. */
  public PullOptions keepAll() {
    return with("no-remove", true);
  }

  /** For these architectures too, beside those of the snapshot. */
  public PullOptions architectures(String... more) {
    return new PullOptions(fields(), List.of(more));
  }

  List<String> architectures() {
    return architectures;
  }

  @Override
  PullOptions copy(Fields changed) {
    return new PullOptions(changed, architectures);
  }
}
