package io.drover.config.model;

import java.util.List;

/** A Kubernetes object made of files of a repository. */
public sealed interface Gist {
  /** Name of the object, whatever its file says. */
  String name();

  /** What kind of object. */
  Type type();

  /** What kind of object. */
  enum Type {
    CONFIGMAP,
    SECRET,
    JOB,
    CRONJOB
  }

  /**
   * An object that stands in a file.
   *
   * @param name the object's name
   * @param type what kind of object
   * @param path the file, relative to the repository
   */
  record Manifest(String name, Type type, String path) implements Gist {}

  /**
   * A config map or secret with files as its keys.
   *
   * @param name the object's name
   * @param type {@link Type#CONFIGMAP} or {@link Type#SECRET}
   * @param files the files, relative to the repository; each one's last name is its key
   */
  record Files(String name, Type type, List<String> files) implements Gist {
    public Files {
      files = List.copyOf(files);
    }
  }
}
