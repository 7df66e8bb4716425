package io.jenkins.plugins.drover.seed;

/** Why jobs are brought up to date. */
public enum SeedCause {
  START("Jenkins started"),
  SETTINGS("the settings were changed"),
  POLL("the repository was asked"),
  RETRY("the repository was asked again"),
  WEBHOOK("the repository told of a commit"),
  BUTTON("somebody asked for it"),
  JOB("a seed job ran"),
  TAKEOVER("no other Jenkins does it any more");

  private final String words;

  SeedCause(String words) {
    this.words = words;
  }

  /** The cause in words. */
  public String getWords() {
    return words;
  }
}
