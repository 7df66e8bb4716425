package io.drover.seedjobs.rest;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Where an item is in Jenkins.
 *
 * @param parent path of the folder that it is in, relative to Jenkins; empty or with {@code /} at
 *     its end
 * @param sort whether it is a job (or folder) or a view
 * @param name its name
 * @param words how it is called in messages
 */
public record ItemPath(String parent, Sort sort, String name, String words) {

  /** What Jenkins tells apart. */
  public enum Sort {
    JOB,
    VIEW
  }

  /** The folder of a project. */
  public static ItemPath folder(String project) {
    return new ItemPath("", Sort.JOB, project, project);
  }

  /** A job in a folder. */
  public static ItemPath job(ItemPath folder, String name) {
    return new ItemPath(folder.path(), Sort.JOB, name, folder.name + "/" + name);
  }

  /** A view of a folder. */
  public static ItemPath view(ItemPath folder, String name) {
    return new ItemPath(folder.path(), Sort.VIEW, name, folder.name + " view " + name);
  }

  /** Its path, with {@code /} at the end. */
  String path() {
    return parent + (sort == Sort.JOB ? "job/" : "view/") + encoded() + "/";
  }

  /** The path that makes it. */
  String creation() {
    return parent + (sort == Sort.JOB ? "createItem" : "createView") + "?name=" + encoded();
  }

  private String encoded() {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
