package io.drover.aptly.client;

/** How snapshots are merged. */
public final class MergeOptions extends Options<MergeOptions> {

  private MergeOptions(Fields fields) {
    super(fields);
  }

  /** Of packages with the same name and architecture, that of the last snapshot wins. */
  public static MergeOptions plain() {
    return new MergeOptions(Fields.NONE);
  }

  /** Of packages with the same name and architecture, the highest version wins. */
  public static MergeOptions latest() {
    return plain().with("latest", true);
  }

  /** All versions stay. */
  public static MergeOptions keepAll() {
    return plain().with("no-remove", true);
  }

  @Override
  MergeOptions copy(Fields changed) {
    return new MergeOptions(changed);
  }
}
