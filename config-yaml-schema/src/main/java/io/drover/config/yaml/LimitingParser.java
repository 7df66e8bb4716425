package io.drover.config.yaml;

import io.drover.config.tree.Place;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.Parser;

/**
 * A parser that stops at the limits: depth, values, aliases and what they expand to, documents,
 * tags. It stands between parser and composer because only here each of them still has its place.
 */
final class LimitingParser implements Parser {
  private static final int MOST_ALIASES = 50;
  private static final int MOST_DEPTH = 50;
  private static final int MOST_VALUES = 500_000;
  private static final int MOST_EXPANDED = 200_000;
  private static final String STANDARD_TAGS = "tag:yaml.org,2002:";

  private final Parser parser;
  private final Map<String, Long> sizes = new HashMap<>();
  private final Deque<Open> open = new ArrayDeque<>();
  private int aliases;
  private int documents;
  private long nodes;
  private long expanded;

  LimitingParser(Parser parser) {
    this.parser = parser;
  }

  @Override
  public boolean checkEvent(Event.ID choice) {
    return parser.checkEvent(choice);
  }

  @Override
  public Event peekEvent() {
    return parser.peekEvent();
  }

  @Override
  public Event getEvent() {
    Event event = parser.getEvent();
    if (event == null) {
      return null;
    }
    if (event instanceof AliasEvent alias) {
      alias(alias);
    } else if (event instanceof ScalarEvent scalar) {
      scalar(scalar);
    } else if (event instanceof CollectionStartEvent start) {
      start(start);
    } else if (event.is(Event.ID.MappingEnd) || event.is(Event.ID.SequenceEnd)) {
      end();
    } else if (event instanceof DocumentStartEvent && ++documents > 1) {
      throw at(event, "many-documents", "a second document begins here", "keep one document");
    }
    if (nodes > MOST_VALUES) {
      throw at(
          event, "too-many-values", "more than " + MOST_VALUES + " values", "split the project");
    }
    return event;
  }

  private void scalar(ScalarEvent event) {
    nodes++;
    checkTag(event, event.getTag());
    if (event.getAnchor() != null) {
      sizes.put(event.getAnchor(), 1L);
    }
  }

  private void start(CollectionStartEvent event) {
    checkTag(event, event.getTag());
    open.push(new Open(event.getAnchor(), nodes));
    nodes++;
    if (open.size() > MOST_DEPTH) {
      throw at(event, "too-deep", "nested more than " + MOST_DEPTH + " deep", "nest less");
    }
  }

  private void end() {
    Open closed = open.pop();
    if (closed.anchor() != null) {
      sizes.put(closed.anchor(), nodes - closed.before());
    }
  }

  /** Counts what the alias stands for, so that aliases of aliases cannot blow up. */
  private void alias(AliasEvent event) {
    String anchor = ((NodeEvent) event).getAnchor();
    if (open.stream().anyMatch(o -> anchor.equals(o.anchor()))) {
      throw at(
          event,
          "recursive-alias",
          "an alias stands inside of what it refers to",
          "write the value out");
    }
    long size = sizes.getOrDefault(anchor, 1L);
    nodes += size;
    expanded += size;
    if (++aliases > MOST_ALIASES) {
      throw at(
          event, "too-many-aliases", "more than " + MOST_ALIASES + " aliases", "write values out");
    }
    if (expanded > MOST_EXPANDED) {
      throw at(
          event,
          "too-many-aliases",
          "aliases stand for more than " + MOST_EXPANDED + " values",
          "write values out");
    }
  }

  private static void checkTag(Event event, String tag) {
    if (tag == null || tag.equals("!")) {
      return;
    }
    String name = tag.startsWith(STANDARD_TAGS) ? tag.substring(STANDARD_TAGS.length()) : "";
    switch (name) {
      case "str", "int", "float", "bool", "null", "map", "seq" -> {}
      default ->
          throw at(
              event,
              "bad-tag",
              "a tag like this is not allowed",
              "remove it; a text that begins with `!` has to stand in quotes");
    }
  }

  private static YamlProblem at(Event event, String code, String message, String hint) {
    return new YamlProblem(Place.of(event.getStartMark()), code, message, hint);
  }

  /** A collection that has not ended yet, and how many nodes there were before it. */
  private record Open(String anchor, long before) {}
}
