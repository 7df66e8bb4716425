package io.drover.engine.image.layers;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The name by which programs ask for a shared library, read from the library. Source: System V
 * Application Binary Interface, "Object Files" and "Dynamic Linking".
 */
final class SharedLibrary {
  private static final int SHARED_OBJECT = 3;
  private static final int LOADED = 1;
  private static final int DYNAMIC = 2;
  private static final int STRING_TABLE = 5;
  private static final int NAME = 14;

  private final ByteBuffer elf;
  private final boolean wide;

  private SharedLibrary(ByteBuffer elf, boolean wide) {
    this.elf = elf;
    this.wide = wide;
  }

  /** The name ({@code DT_SONAME}); empty for whatever is not a shared library with a name. */
  static Optional<String> name(byte[] file) {
    boolean isElf = file.length > 64 && file[0] == 0x7f && file[1] == 'E' && file[2] == 'L';
    if (!isElf) {
      return Optional.empty();
    }
    ByteBuffer elf = ByteBuffer.wrap(file);
    elf.order(file[5] == 2 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    try {
      return new SharedLibrary(elf, file[4] == 2).name();
    } catch (IndexOutOfBoundsException | ArithmeticException e) {
      // Whatever that is, the dynamic linker would not load it either.
      return Optional.empty();
    }
  }

  private Optional<String> name() {
    long dynamic = elf.getShort(16) == SHARED_OBJECT ? segment(DYNAMIC, 0) : -1;
    if (dynamic < 0) {
      return Optional.empty();
    }
    long name = -1;
    long strings = -1;
    int step = wide ? 16 : 8;
    for (int at = Math.toIntExact(dynamic); word(at) != 0; at += step) {
      long value = word(at + step / 2);
      if (word(at) == NAME) {
        name = value;
      } else if (word(at) == STRING_TABLE) {
        strings = value;
      }
    }
    if (name < 0 || strings < 0) {
      return Optional.empty();
    }
    return Optional.of(text(Math.toIntExact(segment(LOADED, strings) + name)));
  }

  /** Where in the file a segment begins, or, for a loaded one, what will be at an address. */
  private long segment(int type, long address) {
    int table = Math.toIntExact(word(wide ? 32 : 28));
    int size = elf.getShort(wide ? 54 : 42);
    int count = elf.getShort(wide ? 56 : 44);
    for (int i = 0; i < count; i++) {
      int at = table + i * size;
      if (elf.getInt(at) == type) {
        long offset = word(at + (wide ? 8 : 4));
        long start = word(at + (wide ? 16 : 8));
        long length = word(at + (wide ? 32 : 16));
        if (type != LOADED) {
          return offset;
        }
        if (address >= start && address < start + length) {
          return offset + address - start;
        }
      }
    }
    return -1;
  }

  private long word(int at) {
    return wide ? elf.getLong(at) : Integer.toUnsignedLong(elf.getInt(at));
  }

  private String text(int at) {
    int end = at;
    while (elf.get(end) != 0) {
      end++;
    }
    byte[] bytes = new byte[end - at];
    elf.get(at, bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
