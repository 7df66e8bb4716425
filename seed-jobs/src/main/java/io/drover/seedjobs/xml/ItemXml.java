package io.drover.seedjobs.xml;

import io.drover.seedjobs.item.ProjectItems;

/** Renders the items of a project. */
public final class ItemXml {
  private ItemXml() {}

  /** Equal items give equal text. */
  public static Rendered.Project of(ProjectItems items) {
    return new Rendered.Project(
        FolderXml.of(items.folder(), items.views()),
        items.jobs().stream().map(JobXml::of).toList(),
        items.views().stream().map(ViewXml::of).toList());
  }
}
