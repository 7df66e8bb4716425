package io.drover.seedjobs.xml;

import io.drover.seedjobs.item.View;
import java.util.List;
import javax.xml.stream.XMLStreamException;

/** Writes views. Sources: {@code View}, {@code ListView}, {@code AllView} of Jenkins' core. */
final class ViewXml {
  /** What Jenkins shows where nothing is said; said here, so that plugins add nothing. */
  private static final List<String> COLUMNS =
      List.of(
          "Status", "Weather", "Job", "LastSuccess", "LastFailure", "LastDuration", "BuildButton");

  private final XmlDocument xml;
  private final boolean insideFolder;

  private ViewXml(XmlDocument xml, boolean insideFolder) {
    this.xml = xml;
    this.insideFolder = insideFolder;
  }

  static Rendered of(View view) {
    return Rendered.of(
        view.name(),
        "",
        view.description(),
        description -> XmlDocument.of(xml -> new ViewXml(xml, false).write(view, description)));
  }

  /** Writes a view as a part of its folder's document, four levels deep. */
  static void write(XmlDocument xml, View view) throws XMLStreamException {
    new ViewXml(xml, true).write(view, of(view).marker().in(view.description()));
  }

  private void write(View view, String description) throws XMLStreamException {
    if (view instanceof View.Matching matching) {
      xml.element(
          "hudson.model.ListView",
          () -> {
            common(view, description);
            matching(matching);
          });
    } else {
      xml.element("hudson.model.AllView", () -> common(view, description));
    }
  }

  private void common(View view, String description) throws XMLStreamException {
    if (insideFolder) {
      xml.reference("owner", FolderXml.TYPE, "../../../..");
    }
    xml.text("name", view.name());
    xml.text("description", description);
    xml.text("filterExecutors", false);
    xml.text("filterQueue", false);
    xml.empty("properties", "hudson.model.View$PropertyList");
  }

  private void matching(View.Matching view) throws XMLStreamException {
    xml.element(
        "jobNames", () -> xml.empty("comparator", "java.lang.String$CaseInsensitiveComparator"));
    xml.empty("jobFilters");
    xml.element(
        "columns",
        () -> {
          for (String column : COLUMNS) {
            xml.empty("hudson.views." + column + "Column");
          }
        });
    xml.text("includeRegex", view.jobs());
    xml.text("recurse", false);
  }
}
