package io.drover.aptly.client;

/**
 * What the call is about is not there. aptly itself said so: an address at which no aptly is, or a
 * call that this version does not have, ends in a plain {@link RefusedException}.
 */
public final class NotFoundException extends RefusedException {

  NotFoundException(String message, int status, String words) {
    super(message, status, words);
  }
}
