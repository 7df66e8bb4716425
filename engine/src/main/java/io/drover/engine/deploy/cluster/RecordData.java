package io.drover.engine.deploy.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.engine.WorkFailedException;
import io.drover.engine.kubernetes.Ownership;
import io.drover.engine.release.HistoryEntry;
import io.drover.engine.release.ReleaseJson;
import io.drover.engine.release.ReleaseJson.MalformedException;
import io.drover.engine.release.ReleaseRecord;
import io.drover.engine.release.TestJson;
import io.drover.engine.release.TestOutcomes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What stands in the ConfigMap of an environment, as texts that people can read. */
final class RecordData {
  static final String RELEASE = "release.json";
  static final String HISTORY = "history.json";
  static final String KINDS = "kinds.json";
  static final String TESTS = "tests.json";

  /** A ConfigMap takes 1 MiB in all. */
  static final int MOST_BYTES = 900 * 1024;

  private final Ownership ownership;
  private final String place;
  private final String reset;

  /**
   * @param ownership whose releases they are
   * @param namespace where the ConfigMap is, for errors
   */
  RecordData(Ownership ownership, String namespace) {
    this.ownership = ownership;
    this.place = "ConfigMap %s in namespace %s".formatted(ReleaseConfigMap.NAME, namespace);
    this.reset = "kubectl -n %s delete configmap %s".formatted(namespace, ReleaseConfigMap.NAME);
  }

  ReleaseRecord record(Map<String, String> data) {
    if (data.isEmpty()) {
      return ReleaseRecord.EMPTY;
    }
    checkKeys(data);
    ObjectNode releases = object(data, RELEASE);
    checkOwner(releases);
    List<HistoryEntry> history = history(data);
    TestOutcomes tests = tests(data);
    try {
      return ReleaseJson.record(releases, tests, history);
    } catch (MalformedException e) {
      throw malformed(RELEASE, e);
    }
  }

  private List<HistoryEntry> history(Map<String, String> data) {
    ObjectNode history = object(data, HISTORY);
    try {
      return history.has("history") ? ReleaseJson.history(history.get("history")) : List.of();
    } catch (MalformedException e) {
      throw malformed(HISTORY, e);
    }
  }

  private TestOutcomes tests(Map<String, String> data) {
    ObjectNode tests = object(data, TESTS);
    try {
      return tests.has("tests") ? TestJson.tests(tests.get("tests")) : TestOutcomes.NONE;
    } catch (MalformedException e) {
      throw malformed(TESTS, e);
    }
  }

  /** As {@code apiVersion/Kind}. */
  Set<String> kinds(Map<String, String> data) {
    Set<String> kinds = new TreeSet<>();
    for (JsonNode kind : object(data, KINDS).path("kinds")) {
      kinds.add(kind.asText());
    }
    return kinds;
  }

  private ObjectNode object(Map<String, String> data, String key) {
    try {
      return ReleaseJson.parse(data.getOrDefault(key, "{}"));
    } catch (MalformedException e) {
      throw malformed(key, e);
    }
  }

  private void checkKeys(Map<String, String> data) {
    if (Set.of(RELEASE, HISTORY, KINDS, TESTS).stream().noneMatch(data::containsKey)) {
      throw new WorkFailedException(
          "%s is not Drover's: it has none of the keys that Drover writes. Drover keeps the releases under this name: rename yours"
              .formatted(place));
    }
  }

  /** Two environments in one namespace would overwrite and prune each other. */
  private void checkOwner(ObjectNode releases) {
    String project = releases.path("project").asText(ownership.project());
    String environment = releases.path("environment").asText(ownership.environment());
    if (!project.equals(ownership.project()) || !environment.equals(ownership.environment())) {
      throw new WorkFailedException(
          "%s belongs to environment %s of project %s, not to %s of %s: give each a namespace of its own. If it was renamed, forget its releases: %s"
              .formatted(
                  place,
                  environment,
                  project,
                  ownership.environment(),
                  ownership.project(),
                  reset));
    }
  }

  private WorkFailedException malformed(String key, MalformedException e) {
    return new WorkFailedException(
        "%s: %s is not what Drover wrote there: %s. Repair it with kubectl edit, or forget all releases and their history: %s"
            .formatted(place, key, e.getMessage(), reset),
        e);
  }

  /** The texts of a record, with as much of its history as there is room for. */
  Map<String, String> texts(ReleaseRecord record, Set<String> kinds) {
    Map<String, String> texts = new TreeMap<>();
    ObjectNode releases = ReleaseJson.releases(record);
    ObjectNode object = releases.objectNode();
    object.put("project", ownership.project());
    object.put("environment", ownership.environment());
    object.setAll(releases);
    texts.put(RELEASE, ReleaseJson.print(object));
    if (!kinds.isEmpty()) {
      ObjectNode known = releases.objectNode();
      kinds.forEach(known.putArray("kinds")::add);
      texts.put(KINDS, ReleaseJson.print(known));
    }
    if (!record.tests().outcomes().isEmpty()) {
      ObjectNode tests = releases.objectNode();
      tests.set("tests", TestJson.tests(record.tests()));
      texts.put(TESTS, ReleaseJson.print(tests));
    }
    int used = texts.values().stream().mapToInt(RecordData::bytes).sum();
    if (used > MOST_BYTES) {
      throw new WorkFailedException(
          "%s: the release is too large: %d KiB for %d applications, and at most %d KiB can be kept. Split the project"
              .formatted(
                  place,
                  used / 1024,
                  record.deployed().map(d -> d.release().images().size()).orElse(0),
                  MOST_BYTES / 1024));
    }
    texts.put(HISTORY, history(record.history(), MOST_BYTES - used));
    return texts;
  }

  private static String history(List<HistoryEntry> entries, int room) {
    List<ObjectNode> nodes = new ArrayList<>(entries.stream().map(ReleaseJson::entry).toList());
    String text = history(nodes);
    while (bytes(text) > room && !nodes.isEmpty()) {
      nodes.remove(0);
      text = history(nodes);
    }
    return text;
  }

  private static String history(List<ObjectNode> entries) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    ArrayNode array = object.putArray("history");
    array.addAll(entries);
    return ReleaseJson.print(object);
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
