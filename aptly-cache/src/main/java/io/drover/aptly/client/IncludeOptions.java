package io.drover.aptly.client;

/** How uploaded {@code .changes} files are taken into a repository. */
public final class IncludeOptions extends Options<IncludeOptions> {

  private IncludeOptions(Fields fields) {
    super(fields);
  }

  /** Only signed ones, whose signature is checked with the server's trusted keys. */
  public static IncludeOptions plain() {
    return new IncludeOptions(Fields.NONE);
  }

  /** A package in the repository that is in the way is taken out of it. */
  public IncludeOptions forceReplace() {
    return with("forceReplace", true);
  }

  /** The uploaded files stay where they are. */
  public IncludeOptions keepFiles() {
    return with("noRemoveFiles", true);
  }

  /** Those without a signature are taken too. */
  public IncludeOptions acceptUnsigned() {
    return with("acceptUnsigned", true);
  }

  /** Signatures are not checked. */
  public IncludeOptions ignoreSignatures() {
    return with("ignoreSignature", true);
  }

  @Override
  IncludeOptions copy(Fields changed) {
    return new IncludeOptions(changed);
  }
}
