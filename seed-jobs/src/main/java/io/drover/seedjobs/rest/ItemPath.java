package io.drover.seedjobs.rest;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Where an item is in Jenkins.
 *
 * @param folder name of the project's folder that it is in; empty for that folder itself
 * @param sort whether it is a job (or folder) or a view
 * @param name its name
 * @param words how it is called in messages
 */
public record ItemPath(String folder, Sort sort, String name, String words) {

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
    return new ItemPath(folder.name, Sort.JOB, name, folder.name + "/" + name);
  }

  /** A view of a folder. */
  public static ItemPath view(ItemPath folder, String name) {
    return new ItemPath(folder.name, Sort.VIEW, name, folder.name + " view " + name);
  }

  /** Its path, with {@code /} at the end. */
  String path() {
    return parent() + (sort == Sort.JOB ? "job/" : "view/") + encoded(name) + "/";
  }

  /** The path that makes it. */
  String creation() {
    return parent() + (sort == Sort.JOB ? "createItem" : "createView") + "?name=" + encoded(name);
  }

  private String parent() {
    return folder.isEmpty() ? "" : "job/" + encoded(folder) + "/";
  }

  private static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
