package io.drover.aptly.client;

/** How a local repository is created, or what is changed in it. */
public final class RepoOptions extends Options<RepoOptions> {

  private RepoOptions(Fields fields) {
    super(fields);
  }

  /** Everything as it is. */
  public static RepoOptions plain() {
    return new RepoOptions(Fields.NONE);
  }

  /** What it is for. */
  public RepoOptions comment(String comment) {
    return with("Comment", comment);
  }

  /** Distribution when it is published without one. */
  public RepoOptions defaultDistribution(String distribution) {
    return with("DefaultDistribution", distribution);
  }

  /** Component when it is published without one. */
  public RepoOptions defaultComponent(String component) {
    return with("DefaultComponent", component);
  }

  /** Creates it with the packages of a snapshot; since 1.6. */
  public RepoOptions fromSnapshot(String snapshot) {
    return with(Feature.REPO_FROM_SNAPSHOT, "FromSnapshot", snapshot);
  }

  @Override
  RepoOptions copy(Fields changed) {
    return new RepoOptions(changed);
  }
}
