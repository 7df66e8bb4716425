package io.drover.seedjobs.item;

/**
 * How jobs learn of new commits. Jenkins knows the repositories of a job from the checkouts of its
 * last build; a job without any build is built once at the first poll, and not reached by a
 * webhook.
 */
public enum Trigger {
  /** Jenkins asks the repositories, and answers the Git plugin's webhook as well. */
  POLL,
  /** Only the Git plugin's webhook {@code /git/notifyCommit}. */
  WEBHOOK,
  /** Something else starts the jobs. */
  NONE
}
