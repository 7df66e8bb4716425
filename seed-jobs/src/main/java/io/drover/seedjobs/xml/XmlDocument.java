package io.drover.seedjobs.xml;

import java.io.StringWriter;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes XML as Jenkins does: 1.1, two blanks for each level. The same calls give the same text.
 *
 * <p>What XML cannot hold becomes U+FFFD. What it reads back as something else (carriage returns,
 * control characters and the line ends of XML 1.1) is written by number.
 */
final class XmlDocument {
  /** Quotes as Jenkins has them; the writer of the JDK takes others. */
  private static final String DECLARATION = "<?xml version='1.1' encoding='UTF-8'?>\n";

  private static final XMLOutputFactory FACTORY = XMLOutputFactory.newDefaultFactory();

  private final StringWriter text = new StringWriter();
  private final XMLStreamWriter xml;
  private int depth;

  private XmlDocument() throws XMLStreamException {
    text.append(DECLARATION);
    xml = FACTORY.createXMLStreamWriter(text);
  }

  /** What a document has at some level. */
  interface Content {
    void write() throws XMLStreamException;
  }

  /** Writes a whole document. */
  interface Body {
    void write(XmlDocument document) throws XMLStreamException;
  }

  static String of(Body body) {
    try {
      XmlDocument document = new XmlDocument();
      body.write(document);
      document.xml.close();
      return document.text.append('\n').toString();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("text in memory cannot fail", e);
    }
  }

  /** An element without content. */
  void empty(String name) throws XMLStreamException {
    line();
    xml.writeEmptyElement(name);
  }

  /** An element with only a {@code class}. */
  void empty(String name, String type) throws XMLStreamException {
    line();
    xml.writeEmptyElement(name);
    xml.writeAttribute("class", type);
  }

  /** An element whose content stands elsewhere in the document. */
  void reference(String name, String type, String path) throws XMLStreamException {
    empty(name, type);
    xml.writeAttribute("reference", path);
  }

  /** An element with text. */
  void text(String name, String content) throws XMLStreamException {
    if (content.isEmpty()) {
      empty(name);
      return;
    }
    line();
    xml.writeStartElement(name);
    characters(content);
    xml.writeEndElement();
  }

  void text(String name, boolean content) throws XMLStreamException {
    text(name, String.valueOf(content));
  }

  void text(String name, int content) throws XMLStreamException {
    text(name, String.valueOf(content));
  }

  /** An element with elements. */
  void element(String name, Content content) throws XMLStreamException {
    start(name);
    content(content);
  }

  /** An element with a {@code class} and elements. */
  void element(String name, String type, Content content) throws XMLStreamException {
    start(name);
    xml.writeAttribute("class", type);
    content(content);
  }

  private void start(String name) throws XMLStreamException {
    line();
    xml.writeStartElement(name);
  }

  private void content(Content content) throws XMLStreamException {
    depth++;
    content.write();
    depth--;
    line();
    xml.writeEndElement();
  }

  private void line() throws XMLStreamException {
    if (text.getBuffer().length() > DECLARATION.length()) {
      xml.writeCharacters("\n" + "  ".repeat(depth));
    }
  }

  private void characters(String content) throws XMLStreamException {
    int from = 0;
    for (int i = 0; i < content.length(); ) {
      int c = content.codePointAt(i);
      int next = i + Character.charCount(c);
      if (!isPlain(c)) {
        xml.writeCharacters(content.substring(from, i));
        if (isPossible(c)) {
          xml.writeEntityRef("#" + c);
        } else {
          xml.writeCharacters("\ufffd");
        }
        from = next;
      }
      i = next;
    }
    xml.writeCharacters(content.substring(from));
  }

  private static boolean isPlain(int c) {
    return c == '\t'
        || c == '\n'
        || (c >= ' ' && c < 0x7f)
        || (c > 0x9f && isPossible(c) && c != 0x2028);
  }

  /** Section 2.2 of XML 1.1. */
  private static boolean isPossible(int c) {
    return c != 0 && !(c >= 0xd800 && c <= 0xdfff) && c != 0xfffe && c != 0xffff;
  }
}
