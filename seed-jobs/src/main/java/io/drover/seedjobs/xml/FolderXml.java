package io.drover.seedjobs.xml;

import io.drover.seedjobs.item.Folder;
import io.drover.seedjobs.item.Library;
import io.drover.seedjobs.item.View;
import java.util.List;
import javax.xml.stream.XMLStreamException;

/**
 * Writes folders. Sources: {@code AbstractFolder}, {@code DefaultFolderViewHolder}
 * (cloudbees-folder), {@code FolderLibraries}, {@code LibraryConfiguration} (pipeline-groovy-lib),
 * {@code GitSCMSource} (git).
 */
final class FolderXml {
  static final String TYPE = "com.cloudbees.hudson.plugins.folder.Folder";
  static final String LIBRARIES = "org.jenkinsci.plugins.workflow.libs.FolderLibraries";
  static final String LIBRARY = "org.jenkinsci.plugins.workflow.libs.LibraryConfiguration";

  private static final String FOLDER = "com.cloudbees.hudson.plugins.folder.";
  private static final int LIBRARY_MINUTES = 60;

  private final XmlDocument xml;

  private FolderXml(XmlDocument xml) {
    this.xml = xml;
  }

  /** The marker leaves the views out: each has its own, and is brought up to date by itself. */
  static Rendered of(Folder folder, List<View> views) {
    Rendered without =
        Rendered.of(
            folder.name(),
            "",
            folder.description(),
            description ->
                XmlDocument.of(xml -> new FolderXml(xml).write(folder, description, List.of())));
    String description = without.marker().in(folder.description());
    return new Rendered(
        folder.name(),
        XmlDocument.of(xml -> new FolderXml(xml).write(folder, description, views)),
        without.marker());
  }

  private void write(Folder folder, String description, List<View> views)
      throws XMLStreamException {
    xml.element(
        TYPE,
        () -> {
          xml.empty("actions");
          xml.text("description", description);
          if (folder.library().isPresent()) {
            xml.element("properties", () -> library(folder.library().get()));
          } else {
            xml.empty("properties");
          }
          if (!views.isEmpty()) {
            views(views);
          }
          // None: Jenkins would look at all builds of all jobs to draw a cloud at the folder.
          xml.empty("healthMetrics");
          xml.empty("icon", FOLDER + "icons.StockFolderIcon");
        });
  }

  private void views(List<View> views) throws XMLStreamException {
    xml.element(
        "folderViews",
        FOLDER + "views.DefaultFolderViewHolder",
        () -> {
          xml.element(
              "views",
              () -> {
                for (View view : views) {
                  ViewXml.write(xml, view);
                }
              });
          xml.text("primaryView", views.get(0).name());
          xml.empty("tabBar", "hudson.views.DefaultViewsTabBar");
        });
  }

  private void library(Library library) throws XMLStreamException {
    xml.element(
        LIBRARIES,
        () -> xml.element("libraries", () -> xml.element(LIBRARY, () -> fields(library))));
  }

  private void fields(Library library) throws XMLStreamException {
    xml.text("name", Library.NAME);
    xml.element(
        "retriever",
        "org.jenkinsci.plugins.workflow.libs.SCMSourceRetriever",
        () -> {
          // Each build its own copy: the other way they wait for one another's.
          xml.text("clone", true);
          if (!library.path().isEmpty()) {
            xml.text("libraryPath", library.path() + "/");
          }
          xml.element("scm", "jenkins.plugins.git.GitSCMSource", () -> source(library));
        });
    xml.text("defaultVersion", library.version());
    xml.text("implicit", false);
    xml.text("allowVersionOverride", false);
    xml.text("includeInChangesets", false);
    xml.element(
        "cachingConfiguration",
        () -> {
          xml.text("refreshTimeMinutes", LIBRARY_MINUTES);
          xml.empty("excludedVersionsStr");
        });
  }

  private void source(Library library) throws XMLStreamException {
    xml.text("id", "drover-library");
    xml.text("remote", library.git());
    xml.text("credentialsId", library.credentials().orElse(""));
    xml.element(
        "traits",
        () -> {
          xml.empty("jenkins.plugins.git.traits.BranchDiscoveryTrait");
          xml.empty("jenkins.plugins.git.traits.TagDiscoveryTrait");
        });
  }
}
