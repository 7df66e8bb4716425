package io.drover.seedjobs.xml;

import io.drover.seedjobs.item.Library;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * Changes a folder that is there. Others keep things in it, too (credentials, permissions, views of
 * their own), so only its description, our library and our views are replaced.
 */
public final class FolderUpdate {
  private boolean changed;

  private FolderUpdate() {}

  /** Whether a document is one of a folder at all. */
  public static boolean isFolder(String xml) {
    return XmlTree.read(xml).getDocumentElement().getTagName().equals(FolderXml.TYPE);
  }

  /**
   * The folder's document with our parts in it; empty where they are there already.
   *
   * @param found the document as Jenkins has it
   * @param written our document
   * @throws io.drover.engine.WorkFailedException if the first is no XML
   */
  public static Optional<String> of(String found, String written) {
    Document document = XmlTree.read(found);
    Element ours = XmlTree.read(written).getDocumentElement();
    FolderUpdate update = new FolderUpdate();
    update.apply(document.getDocumentElement(), ours);
    return update.changed ? Optional.of(XmlTree.write(document)) : Optional.empty();
  }

  private void apply(Element theirs, Element ours) {
    String wanted = text(ours, "description");
    if (!text(theirs, "description").equals(wanted)) {
      childOf(theirs, "description").setTextContent(wanted);
      changed = true;
    }
    library(childOf(theirs, "properties"), childOf(ours, "properties"));
    Optional<Element> holder = XmlTree.child(theirs, "folderViews");
    Element oursHolder = childOf(ours, "folderViews");
    if (holder.isPresent()) {
      views(childOf(holder.get(), "views"), childOf(oursHolder, "views"));
    } else {
      append(theirs, oursHolder);
    }
  }

  private void library(Element theirs, Element ours) {
    Optional<Element> wanted =
        XmlTree.child(ours, FolderXml.LIBRARIES)
            .map(p -> childOf(childOf(p, "libraries"), FolderXml.LIBRARY));
    Optional<Element> property = XmlTree.child(theirs, FolderXml.LIBRARIES);
    if (property.isEmpty()) {
      wanted.ifPresent(w -> append(theirs, childOf(ours, FolderXml.LIBRARIES)));
      return;
    }
    Element libraries = childOf(property.get(), "libraries");
    Optional<Element> there =
        XmlTree.children(libraries).stream()
            .filter(l -> text(l, "name").equals(Library.NAME))
            .findFirst();
    replace(libraries, there, wanted);
    if (XmlTree.children(libraries).isEmpty()) {
      theirs.removeChild(property.get());
    }
  }

  /** A view of somebody else's that has the name of one of ours stays. */
  private void views(Element theirs, Element ours) {
    List<Element> wanted = XmlTree.children(ours);
    Set<String> names = wanted.stream().map(v -> text(v, "name")).collect(Collectors.toSet());
    for (Element view : XmlTree.children(theirs)) {
      if (isOurs(view) && !names.contains(text(view, "name"))) {
        replace(theirs, Optional.of(view), Optional.empty());
      }
    }
    for (Element view : wanted) {
      Optional<Element> there =
          XmlTree.children(theirs).stream()
              .filter(v -> text(v, "name").equals(text(view, "name")))
              .findFirst();
      if (there.isEmpty() || isOurs(there.get())) {
        replace(theirs, there, Optional.of(view));
      }
    }
  }

  private void replace(Element parent, Optional<Element> there, Optional<Element> wanted) {
    boolean same =
        there.isPresent() == wanted.isPresent()
            && (there.isEmpty() || ReadBack.holds(wanted.get(), there.get()));
    if (same) {
      return;
    }
    there.ifPresent(parent::removeChild);
    wanted.ifPresent(w -> append(parent, w));
    changed = true;
  }

  private static boolean isOurs(Element view) {
    return Marker.find(text(view, "description")).isPresent();
  }

  private static String text(Element parent, String name) {
    return XmlTree.child(parent, name).map(e -> e.getTextContent()).orElse("");
  }

  private static Element childOf(Element parent, String name) {
    return XmlTree.child(parent, name)
        .orElseGet(
            () -> (Element) parent.appendChild(parent.getOwnerDocument().createElement(name)));
  }

  private void append(Element parent, Element other) {
    parent.appendChild(parent.getOwnerDocument().importNode(other, true));
    changed = true;
  }
}
