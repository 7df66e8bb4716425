package io.drover.config.tree;

import java.util.Locale;

/** Names and hosts in the one form in which they are compared. */
public final class Names {
  private Names() {}

  /** A name that may have blanks and capitals as a DNS label: {@code Docs site} → docs-site. */
  public static String normalise(String name) {
    StringBuilder label = new StringBuilder();
    for (char c : name.toLowerCase(Locale.ROOT).toCharArray()) {
      boolean plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      if (plain) {
        label.append(c);
      } else if (!label.isEmpty() && label.charAt(label.length() - 1) != '-') {
        label.append('-');
      }
    }
    int end = label.length();
    return end > 0 && label.charAt(end - 1) == '-' ? label.substring(0, end - 1) : label.toString();
  }

  /** The host of a host or URL, in small letters. */
  public static String host(String hostOrUrl) {
    String lower = hostOrUrl.toLowerCase(Locale.ROOT);
    int scheme = lower.indexOf("://");
    String host = scheme < 0 ? lower : lower.substring(scheme + 3);
    return host.endsWith("/") ? host.substring(0, host.length() - 1) : host;
  }

  /** The namespace of an environment that names none. */
  public static String namespace(String project, String environment) {
    return project + "-" + environment;
  }
}
