package io.drover.engine.secret;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One way in which a value may stand in a text, blanks left out.
 *
 * @param text the characters that tell it
 * @param before whether one character before belongs to it as well
 * @param after whether what follows in base64 belongs to it: a character, then {@code =}
 */
record Form(String text, boolean before, boolean after) {
  private static final int GROUP = 3;
  private static final int BITS_OF_DIGIT = 6;

  /** Both say the same text; what belongs to one belongs to it. */
  Form or(Form other) {
    return other == null ? this : new Form(text, before || other.before, after || other.after);
  }

  /** The forms of a value that are found in a text as it is; those too short are left out. */
  static Collection<Form> of(String value, int shortest) {
    Set<Form> forms = new LinkedHashSet<>();
    List<String> texts = new ArrayList<>(List.of(value));
    texts.addAll(value.lines().toList());
    for (String text : texts) {
      forms.add(new Form(withoutBlanks(text), false, false));
    }
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    for (int offset = 0; offset < GROUP; offset++) {
      forms.add(base64(bytes, offset, Base64.getEncoder()));
      forms.add(base64(bytes, offset, Base64.getUrlEncoder()));
    }
    forms.removeIf(form -> form.text().length() < shortest);
    return forms;
  }

  /** The form of a text in which no quotes and backslashes stand, whatever shell quoted it. */
  Form unquoted() {
    return new Form(text.replaceAll("['\"\\\\]", ""), before, after);
  }

  /**
   * The digits that come of the bytes alone when others stand before and after them. Those at the
   * ends, which come of both, belong to it.
   */
  private static Form base64(byte[] bytes, int offset, Base64.Encoder encoder) {
    byte[] shifted = new byte[offset + bytes.length];
    System.arraycopy(bytes, 0, shifted, offset, bytes.length);
    String digits = encoder.encodeToString(shifted);
    int first = (offset * Byte.SIZE + BITS_OF_DIGIT - 1) / BITS_OF_DIGIT;
    int last = shifted.length * Byte.SIZE / BITS_OF_DIGIT;
    String own = first < last ? digits.substring(first, last) : "";
    return new Form(own, offset > 0, shifted.length % GROUP > 0);
  }

  static String withoutBlanks(String text) {
    StringBuilder rest = new StringBuilder();
    text.chars().filter(c -> !Character.isWhitespace(c)).forEach(c -> rest.append((char) c));
    return rest.toString();
  }
}
