package io.drover.seedjobs.xml;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.w3c.dom.Element;

/**
 * Compares what was written with what Jenkins made of it. Jenkins writes every document anew: other
 * order, names of plugins, fields at their defaults, other classes for lists. So all that we wrote
 * must be there, and nothing else where each element has an effect of its own.
 */
public final class ReadBack {
  /** Lists in which one element more is another job. */
  private static final Set<String> LISTS =
      Set.of("properties", "triggers", "parameterDefinitions", "libraries");

  private ReadBack() {}

  /**
   * Whether a document is still what we wrote.
   *
   * @param written our document
   * @param found the document as Jenkins has it
   * @throws io.drover.engine.WorkFailedException if it is no XML
   */
  public static boolean holds(String written, String found) {
    return holds(
        XmlTree.read(written).getDocumentElement(), XmlTree.read(found).getDocumentElement());
  }

  static boolean holds(Element written, Element found) {
    if (!written.getTagName().equals(found.getTagName()) || !sameClass(written, found)) {
      return false;
    }
    // Jenkins changes the kind of this list with its versions.
    if (written.getTagName().equals("choices")) {
      return leaves(written).toList().equals(leaves(found).toList());
    }
    List<Element> ours = XmlTree.children(written);
    List<Element> theirs = XmlTree.children(found);
    if (LISTS.contains(written.getTagName())) {
      return ours.size() == theirs.size() && ours.stream().allMatch(o -> anyHolds(o, theirs));
    }
    if (ours.isEmpty()) {
      return theirs.isEmpty() && text(written).equals(text(found));
    }
    return ours.stream().allMatch(o -> isNothing(o) && isAbsent(o, theirs) || anyHolds(o, theirs));
  }

  private static boolean anyHolds(Element ours, List<Element> theirs) {
    return theirs.stream().anyMatch(t -> holds(ours, t));
  }

  private static boolean isAbsent(Element ours, List<Element> theirs) {
    return theirs.stream().noneMatch(t -> t.getTagName().equals(ours.getTagName()));
  }

  private static boolean isNothing(Element ours) {
    return XmlTree.children(ours).isEmpty()
        && (ours.getTextContent().isEmpty() || ours.getTextContent().equals("false"));
  }

  private static boolean sameClass(Element written, Element found) {
    return Set.of("choices", "comparator").contains(written.getTagName())
        || written.getAttribute("class").isEmpty()
        || written.getAttribute("class").equals(found.getAttribute("class"));
  }

  private static Stream<String> leaves(Element element) {
    List<Element> children = XmlTree.children(element);
    return children.isEmpty()
        ? Stream.of(text(element)).filter(t -> !t.isEmpty())
        : children.stream().flatMap(ReadBack::leaves);
  }

  private static String text(Element leaf) {
    return leaf.getTextContent().replace("\r\n", "\n").strip();
  }
}
