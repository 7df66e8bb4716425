package io.drover.seedjobs.xml;

import org.w3c.dom.Element;

/** Reads single fields of a {@code config.xml}. */
public final class ConfigText {
  private ConfigText() {}

  /**
   * The description of an item; empty where it has none.
   *
   * @throws io.drover.engine.WorkFailedException if it is no XML
   */
  public static String description(String xml) {
    return XmlTree.child(XmlTree.read(xml).getDocumentElement(), "description")
        .map(Element::getTextContent)
        .orElse("");
  }
}
