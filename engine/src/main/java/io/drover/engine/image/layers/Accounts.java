package io.drover.engine.image.layers;

import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** The users and groups of a runtime. */
final class Accounts {
  private final Map<String, Long> users;
  private final Map<String, Long> groups;

  private Accounts(Map<String, Long> users, Map<String, Long> groups) {
    this.users = users;
    this.groups = groups;
  }

  static Accounts of(String passwd, String group) {
    return new Accounts(ids(passwd), ids(group));
  }

  OptionalLong user(String name) {
    return users.containsKey(name) ? OptionalLong.of(users.get(name)) : OptionalLong.empty();
  }

  OptionalLong group(String name) {
    return groups.containsKey(name) ? OptionalLong.of(groups.get(name)) : OptionalLong.empty();
  }

  private static Map<String, Long> ids(String text) {
    Map<String, Long> ids = new TreeMap<>();
    for (String line : (Iterable<String>) text.lines()::iterator) {
      String[] fields = line.split(":", -1);
      if (fields.length > 2 && fields[2].matches("\\d{1,10}")) {
        ids.putIfAbsent(fields[0], Long.valueOf(fields[2]));
      }
    }
    return ids;
  }
}
