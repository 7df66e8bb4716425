package io.drover.engine.image;

import io.drover.engine.WorkFailedException;

/** A recipe that a builder cannot make an image of, though another builder may. */
public final class UnsuitableRecipeException extends WorkFailedException {
  private static final long serialVersionUID = 1;

  /**
   * Creates a refusal.
   *
   * @param reason why, as the rest of a sentence that begins with the builder's name and "cannot
   *     make this image: "
   */
  public UnsuitableRecipeException(String reason) {
    super(reason);
  }
}
