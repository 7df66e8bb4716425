package io.drover.config.model;

import java.util.List;
import java.util.Optional;

/**
 * What is mounted into a service.
 *
 * @param name the volume's name; for secrets and config maps also the name of that object
 * @param path where it is mounted, absolute
 * @param type where the files come from
 * @param modes access modes as Kubernetes writes them, for example {@code ReadWriteOnce}
 * @param size Kubernetes quantity; only for disks
 * @param dynamic whether the cluster provisions the disk
 * @param items which keys of a secret or config map; empty: all
 */
public record Volume(
    String name,
    String path,
    Type type,
    List<String> modes,
    Optional<String> size,
    boolean dynamic,
    List<Item> items) {

  public Volume {
    modes = List.copyOf(modes);
    items = List.copyOf(items);
  }

  /** Where the files of a volume come from. */
  public enum Type {
    EBS,
    EFS,
    SECRET,
    CONFIGMAP
  }

  /**
   * One key of a secret or config map as a file.
   *
   * @param key the key
   * @param path file name below the mount
   * @param mode permission bits
   */
  public record Item(String key, String path, Optional<Integer> mode) {}
}
