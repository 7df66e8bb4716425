package io.drover.engine.release;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.engine.release.ReleaseJson.MalformedException;
import io.drover.engine.release.TestOutcome.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What came of tests as JSON. */
public final class TestJson {
  private TestJson() {}

  /** Outcomes, oldest first. */
  public static ArrayNode tests(TestOutcomes tests) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    tests.outcomes().forEach(outcome -> array.add(outcome(outcome)));
    return array;
  }

  /**
   * An outcome: {@code {"test", "type", "release", "result", "time", "by", "seconds", "cases":
   * {"passed": 3, …}, "figures": {"p95_ms": 12.5, …}, "reason"}}; the last three only where there
   * are any.
   */
  public static ObjectNode outcome(TestOutcome outcome) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("test", outcome.test());
    node.put("type", outcome.type());
    node.put("release", outcome.release());
    node.put("result", word(outcome.result()));
    node.put("time", outcome.time());
    node.put("by", outcome.by());
    node.put("seconds", outcome.duration().toMillis() / 1000.0);
    if (!outcome.cases().isEmpty()) {
      ObjectNode cases = node.putObject("cases");
      outcome.cases().forEach(cases::put);
    }
    if (!outcome.figures().isEmpty()) {
      ObjectNode figures = node.putObject("figures");
      outcome.figures().forEach(figures::put);
    }
    outcome.reason().ifPresent(reason -> node.put("reason", reason));
    return node;
  }

  /** Reads what {@link #tests} made. */
  public static TestOutcomes tests(JsonNode array) throws MalformedException {
    if (!array.isArray()) {
      throw new MalformedException("`tests` is no list");
    }
    List<TestOutcome> outcomes = new ArrayList<>();
    for (JsonNode node : array) {
      outcomes.add(outcome(node));
    }
    return new TestOutcomes(outcomes);
  }

  private static TestOutcome outcome(JsonNode node) throws MalformedException {
    SortedMap<String, Integer> cases = new TreeMap<>();
    for (Map.Entry<String, JsonNode> field : node.path("cases").properties()) {
      cases.put(field.getKey(), field.getValue().asInt());
    }
    SortedMap<String, Double> figures = new TreeMap<>();
    for (Map.Entry<String, JsonNode> field : node.path("figures").properties()) {
      figures.put(field.getKey(), field.getValue().asDouble());
    }
    return new TestOutcome(
        node.path("test").asText(),
        node.path("type").asText(),
        node.path("release").asText(),
        result(node.path("result").asText()),
        node.path("time").asText(),
        node.path("by").asText(),
        Duration.ofMillis(Math.round(node.path("seconds").asDouble() * 1000)),
        cases,
        figures,
        Optional.ofNullable(node.get("reason")).map(JsonNode::asText));
  }

  private static Result result(String word) throws MalformedException {
    return Arrays.stream(Result.values())
        .filter(result -> word(result).equals(word))
        .findFirst()
        .orElseThrow(() -> new MalformedException("`%s` is no result of a test".formatted(word)));
  }

  private static String word(Result result) {
    return result.name().toLowerCase(Locale.ROOT);
  }
}
