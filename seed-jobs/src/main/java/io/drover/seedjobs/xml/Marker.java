package io.drover.seedjobs.xml;

import io.drover.engine.file.ContentKey;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The end of a description, by which an item is known as Drover's. A description is what Jenkins
 * lists of a thousand items in one answer and keeps through every rewriting of its files; a
 * property of our own would be dropped by a Jenkins that does not know it.
 *
 * @param content key of all that was written, 32 hex digits
 * @param likeness key of all that was written but the item's own name, 8 hex digits: a new item
 *     like one that is gone may be the same under another name
 */
public record Marker(String content, String likeness) {
  private static final String TEXT = "Made by Drover; changes made here are lost. [drover:%s:%s]";
  private static final Pattern PATTERN =
      Pattern.compile("\\[drover:([0-9a-f]{32}):([0-9a-f]{8})]\\s*$");

  /** The marker of an item. */
  static Marker of(String xmlWithoutMarker, String subject) {
    String content = ContentKey.of("jenkins item 1").with(xmlWithoutMarker).hex();
    String nameless =
        subject.isEmpty()
            ? xmlWithoutMarker
            : xmlWithoutMarker.replaceAll("\\b" + Pattern.quote(subject) + "\\b", "");
    return new Marker(content, ContentKey.of("likeness 1").with(nameless).hex().substring(0, 8));
  }

  /** The marker in a description; empty where the item is not Drover's. */
  public static Optional<Marker> find(String description) {
    Matcher matcher = PATTERN.matcher(description);
    return matcher.find()
        ? Optional.of(new Marker(matcher.group(1), matcher.group(2)))
        : Optional.empty();
  }

  /** A description with the marker; without {@code <}, which some Jenkins take for HTML. */
  String in(String description) {
    return plain(description) + "\n" + TEXT.formatted(content, likeness);
  }

  static String plain(String description) {
    return description.replace('<', '\u2039').replace('>', '\u203a');
  }
}
