package io.drover.seedjobs.xml;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * Writes a document in other words that mean the same to Jenkins: with names of plugins, lists the
 * other way round, other classes of lists, fields at their defaults, and without empty ones.
 */
public final class Rewriting {
  private Rewriting() {}

  /** The document in other words. */
  public static String of(String xml) {
    Document document = XmlTree.read(xml);
    rewrite(document.getDocumentElement());
    document.getDocumentElement().setAttribute("plugin", "some-plugin@1.2.3");
    return XmlTree.write(document);
  }

  private static void rewrite(Element element) {
    List<Element> children = XmlTree.children(element);
    switch (element.getTagName()) {
      case "properties" -> children.forEach(c -> element.insertBefore(c, element.getFirstChild()));
      case "choices" -> element.setAttribute("class", "java.util.ImmutableCollections$ListN");
      case "comparator" -> element.setAttribute("class", "hudson.util.CaseInsensitiveComparator");
      case "flow-definition" -> {
        XmlTree.child(element, "actions").ifPresent(element::removeChild);
        element.appendChild(element.getOwnerDocument().createElement("quietPeriod"));
      }
      default -> {}
    }
    children.forEach(Rewriting::rewrite);
  }

  /** The views in a folder's document, each as a document. */
  public static Map<String, String> views(String folder) {
    Map<String, String> views = new TreeMap<>();
    if (!folder.contains("<folderViews")) {
      return views;
    }
    for (Element view : XmlTree.children(holder(XmlTree.read(folder)))) {
      Document document = XmlTree.read("<a/>");
      document.replaceChild(document.importNode(view, true), document.getDocumentElement());
      views.put(name(view), XmlTree.write(document));
    }
    return views;
  }

  /** A folder's document with other views in it. */
  public static String withViews(String folder, Map<String, String> views) {
    Document document = XmlTree.read(folder);
    Element holder = holder(document);
    XmlTree.children(holder).forEach(holder::removeChild);
    for (String view : views.values()) {
      holder.appendChild(document.importNode(XmlTree.read(view).getDocumentElement(), true));
    }
    return XmlTree.write(document);
  }

  private static String name(Element view) {
    return XmlTree.child(view, "name").orElseThrow().getTextContent();
  }

  private static Element holder(Document folder) {
    Element views = XmlTree.child(folder.getDocumentElement(), "folderViews").orElseThrow();
    return XmlTree.child(views, "views").orElseThrow();
  }
}
