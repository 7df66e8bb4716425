package io.drover.seedjobs.xml;

import java.util.List;
import java.util.function.Function;

/**
 * An item as Jenkins reads it.
 *
 * @param name its name
 * @param xml its {@code config.xml}
 * @param marker the marker in it
 */
public record Rendered(String name, String xml, Marker marker) {

  /** Renders twice: what the marker says is what was rendered without it. */
  static Rendered of(
      String name, String subject, String description, Function<String, String> xml) {
    Marker marker = Marker.of(xml.apply(Marker.plain(description)), subject);
    return new Rendered(name, xml.apply(marker.in(description)), marker);
  }

  /**
   * All items of a project.
   *
   * @param folder the folder with all its views, as Jenkins keeps it and as it is made
   * @param jobs its jobs
   * @param views its views, one by one, as Jenkins takes them when the folder is there
   */
  public record Project(Rendered folder, List<Rendered> jobs, List<Rendered> views) {
    public Project {
      jobs = List.copyOf(jobs);
      views = List.copyOf(views);
    }
  }
}
