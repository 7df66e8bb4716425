package io.drover.engine.image.registry;

import java.util.Map;

/**
 * A document that belongs to an image.
 *
 * @param type media type that says what kind of document it is
 * @param title name of its file, for those who download it
 * @param content the document
 * @param annotations what else there is to say of it
 */
public record Artifact(String type, String title, byte[] content, Map<String, String> annotations) {

  public Artifact {
    content = content.clone();
    annotations = Map.copyOf(annotations);
  }

  @Override
  public byte[] content() {
    return content.clone();
  }
}
