package io.drover.aptly.client;

/** How uploaded packages are added to a repository. */
public final class AddOptions extends Options<AddOptions> {

  private AddOptions(Fields fields) {
    super(fields);
  }

  /** A package of the same name and version with other content is refused. */
  public static AddOptions plain() {
    return new AddOptions(Fields.NONE);
  }

  /** A package in the repository that is in the way is taken out of it. */
  public AddOptions forceReplace() {
    return with("forceReplace", true);
  }

  /** The uploaded files stay where they are. */
  public AddOptions keepFiles() {
    return with("noRemove", true);
  }

  @Override
  AddOptions copy(Fields changed) {
    return new AddOptions(changed);
  }
}
