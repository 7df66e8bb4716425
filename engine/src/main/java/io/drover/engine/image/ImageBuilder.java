package io.drover.engine.image;

import java.util.function.Consumer;

/** Turns recipes into images of a registry. */
public interface ImageBuilder {
  /** The label in which an image keeps the name of its builder, as the files write it. */
  String BUILDER_LABEL = "io.drover.builder";

  /**
   * Builds an image and pushes it without a tag of meaning. When it fails or is interrupted,
   * nothing is left on this machine.
   *
   * @param recipe what the image will be
   * @param repository full name of the repository in the registry
   * @param log takes every line of output
   * @return the digest in the registry
   * @throws io.drover.engine.WorkFailedException if it cannot be built or pushed
   */
  String buildAndPush(ImageRecipe recipe, String repository, Consumer<String> log)
      throws InterruptedException;
}
