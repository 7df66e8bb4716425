package io.drover.engine.secret;

import io.drover.engine.WorkFailedException;
import io.drover.engine.file.Trees;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Keeps values of secrets out of what is written. A value is found as it is, each line of it, in
 * base64 (both alphabets, with what stands before and after it in the same code), with the escapes
 * of URLs, JSON and XML, quoted for a shell, and whatever blanks and line breaks stand in it. What
 * was found becomes {@value #MASK}. The time that it takes grows with the text and not with the
 * number of values. For any number of threads.
 */
public final class Masking {
  /** What stands in place of a value. */
  public static final String MASK = "****";

  /** Characters, without blanks, that a value must have: shorter ones would mask half a log. */
  public static final int SHORTEST = 4;

  private static final long LARGEST_FILE = 64L << 20;

  private final Set<String> values = new LinkedHashSet<>();
  private volatile Forms forms = new Forms(null, null);

  /** The texts to look for; null while there are none. */
  record Forms(Automaton written, Automaton unquoted) {
    boolean isEmpty() {
      return written == null;
    }

    List<Search> searches() {
      return List.of(
          new Search(Writing.plain(), written),
          new Search(Writing.url(false), written),
          new Search(Writing.url(true), written),
          new Search(Writing.escapes(), written),
          new Search(Writing.markup(), written),
          new Search(Writing.unquoted(), unquoted));
    }
  }

  /**
   * Masks a value from now on.
   *
   * @return false if it is too short for that
   */
  public synchronized boolean hide(String value) {
    if (Form.withoutBlanks(value).length() < SHORTEST) {
      return false;
    }
    if (values.add(value)) {
      Set<Form> all = new LinkedHashSet<>();
      values.forEach(one -> all.addAll(Form.of(one, SHORTEST)));
      Set<Form> unquoted = new LinkedHashSet<>();
      all.forEach(form -> unquoted.add(form.unquoted()));
      unquoted.removeIf(form -> form.text().length() < SHORTEST);
      forms = new Forms(new Automaton(all), new Automaton(unquoted));
    }
    return true;
  }

  /** That text without the values; its line breaks stay. */
  public String mask(String text) {
    Forms now = forms;
    if (now.isEmpty() || text.length() < SHORTEST) {
      return text;
    }
    List<Search> searches = now.searches();
    searches.forEach(search -> search.read(text, 0));
    return masked(text, 0, searches);
  }

  /** Masks a stream of lines; {@link MaskedLines} says when they come out. */
  public MaskedLines lines(Consumer<String> next) {
    return new MaskedLines(this, next);
  }

  /**
   * Copies a file without the values. What is not UTF-8 is read byte by byte.
   *
   * @return false if the file is too large for that (64 MiB) and was not copied
   * @throws WorkFailedException if it cannot be read or written
   */
  public boolean copy(Path file, Path target) {
    try {
      if (forms.isEmpty()) {
        Trees.copy(file, target);
        return true;
      }
      if (Files.size(file) > LARGEST_FILE) {
        return false;
      }
      byte[] bytes = Files.readAllBytes(file);
      Files.createDirectories(target.getParent());
      Files.write(target, masked(bytes));
      return true;
    } catch (IOException e) {
      throw new WorkFailedException(
          "could not copy %s to %s: %s".formatted(file, target, Trees.why(e)), e);
    }
  }

  private byte[] masked(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return mask(text).getBytes(StandardCharsets.UTF_8);
    } catch (CharacterCodingException e) {
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      return mask(text).getBytes(StandardCharsets.ISO_8859_1);
    }
  }

  Forms forms() {
    return forms;
  }

  /** A text, whose first character has that place, without what was found in it. */
  static String masked(String text, long place, List<Search> searches) {
    Ranges found = new Ranges();
    List<Ranges.Range> all = new ArrayList<>();
    for (Search search : searches) {
      search.ranges().all().forEach(all::add);
    }
    all.sort((a, b) -> Long.compare(a.end(), b.end()));
    all.forEach(range -> found.add(range.start(), range.end()));
    StringBuilder masked = new StringBuilder();
    int done = 0;
    for (Ranges.Range range : found.all()) {
      int start = (int) Math.max(done, range.start() - place);
      int end = (int) Math.min(text.length(), range.end() - place);
      if (start < end) {
        masked.append(text, done, start).append(mask(text, start, end));
        done = end;
      }
    }
    return masked.append(text, done, text.length()).toString();
  }

  private static String mask(String text, int start, int end) {
    return text.substring(start, end).replaceAll("[^\r\n]+", MASK);
  }
}
