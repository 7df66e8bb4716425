package io.drover.engine.secret;

/**
 * A way to write text: reads character by character and gives back what is meant. What is no good
 * writing is given back as it stands. Blanks are left out, so that a value is found however it was
 * wrapped into lines.
 */
abstract class Writing {
  /** Longer than any single sign. */
  private static final int LONGEST_SIGN = 12;

  private final char mark;
  private final StringBuilder sign = new StringBuilder();
  private final long[] places = new long[LONGEST_SIGN + 1];

  /** Takes what is meant. */
  interface Reader {
    /**
     * A character, not a blank.
     *
     * @param start place of the first character that it was written with
     * @param end place after the last one
     */
    void read(char c, long start, long end);
  }

  private Writing(char mark) {
    this.mark = mark;
  }

  /** Reads the next character. */
  void read(char c, long place, Reader reader) {
    if (Character.isWhitespace(c)) {
      return;
    }
    if (sign.length() == 0 && c != mark) {
      give(plain(c), place, place + 1, reader);
      return;
    }
    places[sign.length()] = place;
    sign.append(c);
    int meant = meaning(sign);
    if (meant >= 0) {
      for (char one : Character.toChars(meant)) {
        give(one, places[0], place + 1, reader);
      }
      sign.setLength(0);
    } else if (meant == WRONG || sign.length() == LONGEST_SIGN) {
      giveBack(reader);
    }
  }

  /** Not a sign, but its last character may begin one. */
  private void giveBack(Reader reader) {
    boolean again = sign.length() > 1 && sign.charAt(sign.length() - 1) == mark;
    int count = sign.length() - (again ? 1 : 0);
    for (int i = 0; i < count; i++) {
      give(plain(sign.charAt(i)), places[i], places[i] + 1, reader);
    }
    places[0] = places[count];
    sign.delete(0, count);
  }

  private static void give(char c, long start, long end, Reader reader) {
    if (!Character.isWhitespace(c)) {
      reader.read(c, start, end);
    }
  }

  static final int MORE = -1;
  static final int WRONG = -2;

  /** The code point that a sign stands for, {@link #MORE}, or {@link #WRONG}. */
  abstract int meaning(CharSequence sign);

  /** What a character means that is not part of a sign. */
  char plain(char c) {
    return c;
  }

  /** As it is. */
  static Writing plain() {
    return new Writing('\0') {
      @Override
      int meaning(CharSequence sign) {
        return sign.charAt(0);
      }
    };
  }

  /**
   * As in a URL: {@code %C3%A4}.
   *
   * @param form whether {@code +} is a blank, as in forms
   */
  static Writing url(boolean form) {
    return new Writing('%') {
      @Override
      int meaning(CharSequence sign) {
        int begun = hexFrom(sign, 3 * ((sign.length() - 1) / 3));
        return begun == MORE && sign.length() % 3 == 0 ? utf8(sign) : begun;
      }

      @Override
      char plain(char c) {
        return form && c == '+' ? ' ' : c;
      }
    };
  }

  /** As in JSON and in most programming languages: {@code \n}, {@code \"}, {@code \u00e4}. */
  static Writing escapes() {
    return new Writing('\\') {
      @Override
      int meaning(CharSequence sign) {
        if (sign.length() == 1) {
          return MORE;
        }
        char kind = sign.charAt(1);
        if (kind == 'u' || kind == 'x') {
          return hex(sign, 2, kind == 'u' ? 6 : 4);
        }
        int blank = "nrtfvb".indexOf(kind);
        return blank >= 0 ? "\n\r\t\f\u000b\b".charAt(blank) : kind;
      }
    };
  }

  /** As in XML and HTML: {@code &lt;}, {@code &#228;}, {@code &#xe4;}. */
  static Writing markup() {
    return new Writing('&') {
      @Override
      int meaning(CharSequence sign) {
        int last = sign.length() - 1;
        if (last == 0) {
          return MORE;
        }
        if (sign.charAt(last) != ';') {
          boolean name = Character.isLetterOrDigit(sign.charAt(last));
          return name || last == 1 && sign.charAt(last) == '#' ? MORE : WRONG;
        }
        return character(sign.subSequence(1, last).toString());
      }
    };
  }

  /** Without quotes and backslashes, which all shells use to say what the rest alone would. */
  static Writing unquoted() {
    return new Writing('\0') {
      @Override
      int meaning(CharSequence sign) {
        return sign.charAt(0);
      }

      @Override
      char plain(char c) {
        return c == '\'' || c == '"' || c == '\\' ? ' ' : c;
      }
    };
  }

  private static int character(String name) {
    return switch (name) {
      case "lt" -> '<';
      case "gt" -> '>';
      case "amp" -> '&';
      case "quot" -> '"';
      case "apos" -> '\'';
      default -> numbered(name);
    };
  }

  private static int numbered(String name) {
    try {
      int code =
          name.startsWith("#x") || name.startsWith("#X")
              ? Integer.parseInt(name.substring(2), 16)
              : name.startsWith("#") ? Integer.parseInt(name.substring(1)) : WRONG;
      return Character.isValidCodePoint(code) ? code : WRONG;
    } catch (NumberFormatException e) {
      return WRONG;
    }
  }

  private static int hex(CharSequence sign, int from, int to) {
    for (int i = from; i < sign.length(); i++) {
      if (Character.digit(sign.charAt(i), 16) < 0) {
        return WRONG;
      }
    }
    return sign.length() < to ? MORE : Integer.parseInt(sign, from, to, 16);
  }

  /** Whether what begins there is, or may become, a byte {@code %XX}. */
  private static int hexFrom(CharSequence sign, int start) {
    for (int i = start; i < sign.length(); i++) {
      char c = sign.charAt(i);
      if (i == start ? c != '%' : Character.digit(c, 16) < 0) {
        return WRONG;
      }
    }
    return MORE;
  }

  /** The code point of bytes {@code %XX}, as UTF-8. */
  private static int utf8(CharSequence sign) {
    int lead = Integer.parseInt(sign, 1, 3, 16);
    int bytes = lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 0;
    if (bytes == 0 || lead >= 0xF8) {
      return WRONG;
    }
    int code = bytes == 1 ? lead : lead & (0x3F >> (bytes - 1));
    for (int i = 3; i < sign.length(); i += 3) {
      int more = Integer.parseInt(sign, i + 1, i + 3, 16);
      if ((more & 0xC0) != 0x80) {
        return WRONG;
      }
      code = code << 6 | more & 0x3F;
    }
    if (sign.length() < 3 * bytes) {
      return MORE;
    }
    return Character.isValidCodePoint(code) ? code : WRONG;
  }
}
