package io.drover.aptly;

/**
 * A package as aptly knows it.
 *
 * @param key aptly's reference: {@code P<architecture> <name> <version> <hash of the files>}
 * @param file name of its file
 * @param published name, version, architecture, checksum and size
 */
public record AptlyPackage(String key, String file, PublishedPackage published) {

  /** What no two packages of one repository may share: the key without the hash of the files. */
  String identity() {
    return identity(key);
  }

  static String identity(String key) {
    return key.substring(0, Math.max(0, key.lastIndexOf(' ')));
  }
}
