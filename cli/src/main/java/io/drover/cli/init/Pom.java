package io.drover.cli.init;

import io.drover.engine.WorkFailedException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** A {@code pom.xml}, without what its parents say. */
final class Pom {
  private final Element root;

  private Pom(Element root) {
    this.root = root;
  }

  /**
   * Reads a file.
   *
   * @throws WorkFailedException if it is no XML
   */
  static Pom read(Path file) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
      // No entities: the file may come from anywhere.
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      DocumentBuilder builder = factory.newDocumentBuilder();
      builder.setErrorHandler(null);
      StringReader text = new StringReader(ProjectText.read(file));
      return new Pom(builder.parse(new InputSource(text)).getDocumentElement());
    } catch (SAXParseException e) {
      throw new WorkFailedException(
          "%s is no XML (line %d: %s). Mend it first"
              .formatted(file, e.getLineNumber(), e.getMessage()),
          e);
    } catch (SAXException | IOException e) {
      throw new WorkFailedException("could not read %s: %s".formatted(file, e.getMessage()), e);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("every Java reads XML without entities", e);
    }
  }

  Optional<String> artifactId() {
    return text(root, "artifactId");
  }

  /** Its own version, or else that of its parent. */
  Optional<String> version() {
    return text(root, "version").or(() -> child(root, "parent").flatMap(p -> text(p, "version")));
  }

  /** What it makes: {@code jar} where it does not say. */
  String packaging() {
    return text(root, "packaging").orElse("jar");
  }

  /** The Java version that it wants. */
  Optional<Integer> release() {
    return child(root, "properties")
        .flatMap(
            properties ->
                text(properties, "maven.compiler.release")
                    .or(() -> text(properties, "java.version"))
                    .or(() -> text(properties, "maven.compiler.target")))
        .filter(release -> release.matches("[0-9]{1,3}"))
        .map(Integer::valueOf);
  }

  private static Optional<String> text(Element parent, String name) {
    return child(parent, name).map(child -> child.getTextContent().strip());
  }

  private static Optional<Element> child(Element parent, String name) {
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element && element.getTagName().equals(name)) {
        return Optional.of(element);
      }
    }
    return Optional.empty();
  }
}
