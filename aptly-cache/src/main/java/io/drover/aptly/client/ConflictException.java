package io.drover.aptly.client;

/**
 * The call does not fit what is there: the name is taken, something still uses what is to be
 * deleted, or a running task has what the call needs.
 */
public final class ConflictException extends RefusedException {

  ConflictException(String message, int status, String words) {
    super(message, status, words);
  }
}
