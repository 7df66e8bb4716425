package io.drover.aptly.client;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Map;

/**
 * A package as aptly knows it.
 *
 * @param key aptly's reference: {@code P<architecture> <name> <version> <hash of the files>}
 * @param fields those of the package's stanza in an index, and aptly's {@code Key}, {@code
 *     ShortKey} and {@code FilesHash}
 */
public record PackageInfo(String key, Map<String, String> fields) {

  public PackageInfo {
    fields = Map.copyOf(fields);
  }

  @JsonCreator
  static PackageInfo of(Map<String, String> fields) {
    return new PackageInfo(fields.getOrDefault("Key", ""), fields);
  }

  /** Name of the package. */
  public String name() {
    return field("Package");
  }

  /** Debian version. */
  public String version() {
    return field("Version");
  }

  /** Debian architecture; {@code all}, or several for a source package. */
  public String architecture() {
    return field("Architecture");
  }

  /** Name of its file; empty for a source package, which has several. */
  public String filename() {
    return field("Filename");
  }

  /** SHA-256 of its file, hexadecimal, lower case; empty for a source package. */
  public String sha256() {
    return field("SHA256");
  }

  /** Size of its file in bytes; 0 for a source package. */
  public long size() {
    String size = field("Size");
    return size.isEmpty() ? 0 : Long.parseLong(size);
  }

  /** A field of the stanza; empty when there is none. */
  public String field(String name) {
    return fields.getOrDefault(name, "");
  }
}
