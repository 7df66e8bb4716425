package io.drover.aptly.client;

/** How packages are copied between repositories. */
public final class CopyOptions extends Options<CopyOptions> {

  private CopyOptions(Fields fields) {
    super(fields);
  }

  /** The packages alone. */
  public static CopyOptions plain() {
    return new CopyOptions(Fields.NONE);
  }

  /** Also what they depend on. */
  public CopyOptions withDependencies() {
    return with("with-deps", true);
  }

  /** Only tells what would be copied. */
  public CopyOptions dryRun() {
    return with("dry-run", true);
  }

  @Override
  CopyOptions copy(Fields changed) {
    return new CopyOptions(changed);
  }
}
