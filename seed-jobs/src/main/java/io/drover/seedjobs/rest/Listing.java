package io.drover.seedjobs.rest;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a folder has.
 *
 * @param type Jenkins' class of the folder
 * @param description its description; empty where it has none
 * @param jobs descriptions of what is in it, by name
 * @param views descriptions of its views, by name
 */
public record Listing(
    String type, String description, Map<String, String> jobs, Map<String, String> views) {
  static final String FOLDER = "com.cloudbees.hudson.plugins.folder.Folder";

  public Listing {
    jobs = Map.copyOf(new TreeMap<>(jobs));
    views = Map.copyOf(new TreeMap<>(views));
  }

  boolean isFolder() {
    return type.equals(FOLDER);
  }
}
