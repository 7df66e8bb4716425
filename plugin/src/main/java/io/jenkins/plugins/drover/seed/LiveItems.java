package io.jenkins.plugins.drover.seed;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.Util;
import hudson.model.AbstractItem;
import hudson.model.Failure;
import hudson.model.TopLevelItem;
import hudson.model.View;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.drover.seedjobs.rest.ItemPath;
import io.drover.seedjobs.rest.ItemPath.Sort;
import io.drover.seedjobs.rest.Listing;
import io.drover.seedjobs.rest.RefusedException;
import io.drover.seedjobs.xml.Rendered;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.xml.transform.Source;
import javax.xml.transform.stream.StreamSource;
import jenkins.model.Jenkins;

/**
 * The items of this Jenkins. Everything is done as the system: who may seed is asked where seeding
 * is started.
 */
final class LiveItems implements io.drover.seedjobs.rest.Jenkins {
  private final Rendered.Project project;

  /**
   * Items for seeding.
   *
   * @param project what is to be there in the end
   */
  LiveItems(Rendered.Project project) {
    this.project = project;
  }

  @Override
  public Optional<Listing> list(ItemPath folder) throws InterruptedException {
    return listing(folder);
  }

  /** The same for who does not know yet what is to be there. */
  static Optional<Listing> listing(ItemPath folder) throws InterruptedException {
    return as(
        folder,
        () ->
            Optional.ofNullable(Jenkins.get().getItem(folder.name()))
                .map(
                    item ->
                        item instanceof Folder there
                            ? new Listing(
                                Folder.class.getName(),
                                text(there.getDescription()),
                                jobs(there),
                                views(there))
                            : new Listing(item.getClass().getName(), "", Map.of(), Map.of())));
  }

  private static Map<String, String> jobs(Folder folder) {
    Map<String, String> jobs = new TreeMap<>();
    for (TopLevelItem item : folder.getItems()) {
      String description = item instanceof AbstractItem i ? text(i.getDescription()) : "";
      jobs.put(item.getName(), description);
    }
    return jobs;
  }

  private static Map<String, String> views(Folder folder) {
    Map<String, String> views = new TreeMap<>();
    for (View view : folder.getViews()) {
      views.put(view.getViewName(), text(view.getDescription()));
    }
    return views;
  }

  @Override
  public String config(ItemPath path) throws InterruptedException {
    return as(
        path,
        () ->
            path.sort() == Sort.VIEW
                ? Jenkins.XSTREAM2.toXML(view(path))
                : item(path).getConfigFile().asString());
  }

  @Override
  public void create(ItemPath path, String xml) throws InterruptedException {
    as(
        path,
        () -> {
          try (InputStream bytes = new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8))) {
            if (path.sort() == Sort.VIEW) {
              folder(path).addView(View.createViewFromXML(path.name(), bytes));
            } else if (path.folder().isEmpty()) {
              FolderCreation.create(path.name(), xml, project.jobs());
            } else if (folder(path).getItem(path.name()) == null) {
              // Otherwise it came with its folder.
              folder(path).createProjectFromXML(path.name(), bytes);
            }
          }
          return null;
        });
  }

  @Override
  public void update(ItemPath path, String xml) throws InterruptedException {
    as(
        path,
        () -> {
          Source source = new StreamSource(new StringReader(xml));
          if (path.sort() == Sort.VIEW) {
            View view = view(path);
            view.updateByXml(source);
            view.save();
          } else {
            item(path).updateByXml(source);
          }
          return null;
        });
  }

  @Override
  public void delete(ItemPath path) throws InterruptedException {
    as(
        path,
        () -> {
          if (path.sort() == Sort.VIEW) {
            folder(path).deleteView(view(path));
          } else {
            item(path).delete();
          }
          return null;
        });
  }

  private static Folder folder(ItemPath path) {
    return Jenkins.get().getItem(path.folder()) instanceof Folder folder
        ? folder
        : missing(path.folder());
  }

  private static AbstractItem item(ItemPath path) {
    TopLevelItem item =
        path.folder().isEmpty()
            ? Jenkins.get().getItem(path.name())
            : folder(path).getItem(path.name());
    return item instanceof AbstractItem there ? there : missing(path.words());
  }

  private static View view(ItemPath path) {
    View view = folder(path).getView(path.name());
    return view == null ? missing(path.words()) : view;
  }

  private static <T> T missing(String words) {
    throw new RefusedException(words + " is gone: somebody deleted it meanwhile");
  }

  private static String text(String description) {
    return Util.fixNull(description);
  }

  /** Several threads come here, and none of them is anybody yet. */
  private static <T> T as(ItemPath path, Work<T> work) throws InterruptedException {
    try (ACLContext system = ACL.as2(ACL.SYSTEM2)) {
      return work.run();
    } catch (IOException | Failure e) {
      throw new RefusedException(path.words() + ": " + e.getMessage());
    }
  }

  /** What Jenkins does with an item. */
  private interface Work<T> {
    T run() throws IOException, InterruptedException;
  }
}
