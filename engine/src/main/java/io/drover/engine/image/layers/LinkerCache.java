package io.drover.engine.image.layers;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The dynamic linker's list of libraries, {@code /etc/ld.so.cache}. It would find those of Debian's
 * packages without; but others read the list, too, such as Python's {@code
 * ctypes.util.find_library}. Source: glibc, {@code sysdeps/generic/dl-cache.h} and {@code
 * elf/cache.c}.
 */
final class LinkerCache {
  private static final byte[] MAGIC = "glibc-ld.so.cache1.1".getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER = 48;
  private static final int ENTRY = 24;
  private static final byte LITTLE_ENDIAN = 2;

  /** The larger name first, and of one name the larger flags: ld.so halves the list like that. */
  private static final Comparator<Entry> ORDER =
      ((Comparator<Entry>) (a, b) -> compare(b.name(), a.name()))
          .thenComparing(Comparator.comparingInt(Entry::flags).reversed());

  private final List<Entry> entries;

  private LinkerCache(List<Entry> entries) {
    this.entries = entries;
  }

  private record Entry(String name, int flags, String path) {}

  /** Reads a list; empty if it is none, or one of a machine with big-endian numbers. */
  static Optional<LinkerCache> read(byte[] file) {
    int start = find(file);
    if (start < 0 || start + HEADER > file.length) {
      return Optional.empty();
    }
    ByteBuffer list = ByteBuffer.wrap(file, start, file.length - start).slice();
    list.order(ByteOrder.LITTLE_ENDIAN);
    if ((list.get(28) & 3) == 3) {
      return Optional.empty();
    }
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < list.getInt(20); i++) {
      int at = HEADER + i * ENTRY;
      boolean anyProcessor = list.getLong(at + 16) == 0;
      if (anyProcessor) {
        entries.add(
            new Entry(
                text(list, list.getInt(at + 4)), list.getInt(at), text(list, list.getInt(at + 8))));
      }
    }
    return Optional.of(new LinkerCache(entries));
  }

  /**
   * Adds libraries.
   *
   * @param libraries path as the file tree has it, to the library's name
   */
  LinkerCache with(Map<String, String> libraries, FileTree tree) {
    Map<String, String> folders = new TreeMap<>();
    for (Entry entry : entries) {
      String folder = entry.path().substring(0, entry.path().lastIndexOf('/'));
      folders.putIfAbsent(tree.resolveAll(folder), folder);
    }
    int flags =
        entries.stream()
            .filter(entry -> entry.name().equals("libc.so.6"))
            .mapToInt(Entry::flags)
            .findFirst()
            .orElse(0);
    List<Entry> more = new ArrayList<>(entries);
    libraries.forEach(
        (path, name) -> {
          String folder = FileTree.parent(path);
          more.add(new Entry(name, flags, folders.getOrDefault(folder, "/" + folder) + "/" + name));
        });
    return new LinkerCache(more.stream().distinct().sorted(ORDER).toList());
  }

  byte[] bytes() {
    ByteArrayOutputStream strings = new ByteArrayOutputStream();
    ByteBuffer table = ByteBuffer.allocate(HEADER + entries.size() * ENTRY);
    table.order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      int at = HEADER + i * ENTRY;
      table.putInt(at, entry.flags());
      table.putInt(at + 4, table.capacity() + append(strings, entry.name()));
      table.putInt(at + 8, table.capacity() + append(strings, entry.path()));
    }
    table.put(0, MAGIC);
    table.putInt(20, entries.size());
    table.putInt(24, strings.size());
    table.put(28, LITTLE_ENDIAN);
    byte[] all = Arrays.copyOf(table.array(), table.capacity() + strings.size());
    System.arraycopy(strings.toByteArray(), 0, all, table.capacity(), strings.size());
    return all;
  }

  private static int append(ByteArrayOutputStream strings, String text) {
    int at = strings.size();
    strings.writeBytes((text + "\0").getBytes(StandardCharsets.UTF_8));
    return at;
  }

  /** Older files begin with a list of an older form. */
  private static int find(byte[] file) {
    for (int i = 0; i + MAGIC.length <= file.length; i += 4) {
      if (Arrays.equals(file, i, i + MAGIC.length, MAGIC, 0, MAGIC.length)) {
        return i;
      }
    }
    return -1;
  }

  private static String text(ByteBuffer list, int at) {
    int end = at;
    while (list.get(end) != 0) {
      end++;
    }
    byte[] bytes = new byte[end - at];
    list.get(at, bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** As {@code _dl_cache_libcmp}: character by character, but numbers as numbers. */
  private static int compare(String a, String b) {
    int i = 0;
    int j = 0;
    while (i < a.length() && j < b.length()) {
      boolean digitA = isDigit(a.charAt(i));
      boolean digitB = isDigit(b.charAt(j));
      if (digitA && digitB) {
        int endA = number(a, i);
        int endB = number(b, j);
        int order =
            new java.math.BigInteger(a.substring(i, endA))
                .compareTo(new java.math.BigInteger(b.substring(j, endB)));
        if (order != 0) {
          return order;
        }
        i = endA;
        j = endB;
      } else if (digitA || digitB) {
        return digitA ? 1 : -1;
      } else if (a.charAt(i) != b.charAt(j)) {
        return a.charAt(i) - b.charAt(j);
      } else {
        i++;
        j++;
      }
    }
    return (a.length() - i) - (b.length() - j);
  }

  private static int number(String text, int start) {
    int end = start;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
