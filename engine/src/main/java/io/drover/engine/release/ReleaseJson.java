package io.drover.engine.release;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.engine.release.Release.ReleasedImage;
import io.drover.engine.release.ReleaseRecord.Deployed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Release records as JSON, which people read with {@code kubectl} as well: {@code incoming}, {@code
 * deployed} and {@code tested} in one object, {@code tests} and {@code history} in others.
 */
public final class ReleaseJson {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String IMAGES = "images";

  private ReleaseJson() {}

  /** A text that is no release record. */
  public static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1;

    MalformedException(String message) {
      super(message);
    }
  }

  /** A text of JSON as an object. */
  public static ObjectNode parse(String text) throws MalformedException {
    try {
      if (JSON.readTree(text) instanceof ObjectNode object) {
        return object;
      }
      throw new MalformedException("it is no JSON object");
    } catch (JsonProcessingException e) {
      throw new MalformedException(
          e.getLocation() == null
              ? "it is no JSON"
              : "it is no JSON from line %d on".formatted(e.getLocation().getLineNr()));
    }
  }

  /** An object as a text with one line for each image. */
  public static String print(ObjectNode object) {
    try {
      return JSON.writer(new LeavesOnOneLine()).writeValueAsString(object) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** What was handed, deployed and tested. */
  public static ObjectNode releases(ReleaseRecord record) {
    ObjectNode object = NODES.objectNode();
    record
        .deployed()
        .ifPresent(
            deployed -> {
              ObjectNode node = object.putObject("deployed");
              node.put("id", deployed.release().id());
              deployed.since().ifPresent(since -> node.put("since", since));
              deployed.by().ifPresent(by -> node.put("by", by));
              node.set(IMAGES, images(deployed.release()));
            });
    record.incoming().ifPresent(incoming -> object.set("incoming", incoming(record, incoming)));
    record.tested().ifPresent(tested -> object.put("tested", tested));
    return object;
  }

  /** Images that are those of the deployed release need not be written twice. */
  private static ObjectNode incoming(ReleaseRecord record, Release incoming) {
    ObjectNode node = NODES.objectNode().put("id", incoming.id());
    if (record.deployed().filter(d -> d.release().equals(incoming)).isEmpty()) {
      node.set(IMAGES, images(incoming));
    }
    return node;
  }

  private static ObjectNode images(Release release) {
    ObjectNode images = NODES.objectNode();
    release.images().forEach((application, image) -> images.set(application, image(image)));
    return images;
  }

  private static ObjectNode image(ReleasedImage image) {
    return NODES.objectNode().put("version", image.version()).put("image", image.image());
  }

  /** An entry of the history. */
  public static ObjectNode entry(HistoryEntry entry) {
    ObjectNode node = change(entry.change());
    if (!entry.images().isEmpty()) {
      ObjectNode images = node.putObject(IMAGES);
      entry
          .images()
          .forEach(
              (application, change) -> {
                ObjectNode image = images.putObject(application);
                change.from().ifPresent(from -> image.put("from", from.version()));
                change.toVersion().ifPresent(to -> image.put("to", to));
                change.from().ifPresent(from -> image.put("fromImage", from.image()));
              });
    }
    return node;
  }

  /** A change, as one line of an audit trail. */
  public static ObjectNode change(Change change) {
    ObjectNode node = NODES.objectNode();
    node.put("time", change.time());
    node.put("actor", change.actor());
    node.put("action", change.action().word());
    node.put("environment", change.environment());
    change.service().ifPresent(service -> node.put("service", service));
    change.from().ifPresent(from -> node.put("from", from));
    change.to().ifPresent(to -> node.put("to", to));
    node.put("result", change.succeeded() ? "succeeded" : "failed");
    change.reason().ifPresent(reason -> node.put("reason", reason));
    return node;
  }

  /** Reads what {@link #releases} made, with tests and a history read apart. */
  public static ReleaseRecord record(
      ObjectNode object, TestOutcomes tests, List<HistoryEntry> history) throws MalformedException {
    Optional<Deployed> deployed = Optional.empty();
    if (object.get("deployed") instanceof ObjectNode node) {
      deployed =
          Optional.of(
              new Deployed(release(node, "deployed"), text(node, "since"), text(node, "by")));
    }
    Optional<Release> incoming = Optional.empty();
    if (object.get("incoming") instanceof ObjectNode node) {
      incoming =
          node.has(IMAGES)
              ? Optional.of(release(node, "incoming"))
              : Optional.of(sameAs(deployed, text(node, "id")));
    }
    return new ReleaseRecord(incoming, deployed, text(object, "tested"), tests, history);
  }

  private static Release sameAs(Optional<Deployed> deployed, Optional<String> id)
      throws MalformedException {
    return deployed
        .map(Deployed::release)
        .filter(release -> id.filter(release.id()::equals).isPresent())
        .orElseThrow(
            () -> new MalformedException("`incoming` has no images and is not what is deployed"));
  }

  private static Release release(ObjectNode node, String where) throws MalformedException {
    if (!(node.get(IMAGES) instanceof ObjectNode images)) {
      throw new MalformedException("`%s` has no images".formatted(where));
    }
    Map<String, ReleasedImage> read = new TreeMap<>();
    for (Map.Entry<String, JsonNode> field : images.properties()) {
      read.put(
          field.getKey(),
          image(
              field.getValue().path("image").asText(),
              field.getValue().path("version").asText(),
              "%s.images.%s".formatted(where, field.getKey())));
    }
    return new Release(read);
  }

  private static ReleasedImage image(String image, String version, String where)
      throws MalformedException {
    ReleasedImage read = new ReleasedImage(image, version);
    try {
      read.reference();
      return read;
    } catch (IllegalArgumentException e) {
      throw new MalformedException("`%s` has no image with a digest".formatted(where));
    }
  }

  /** Reads entries that {@link #entry} made; those of an action that is not known are left out. */
  public static List<HistoryEntry> history(JsonNode array) throws MalformedException {
    if (!array.isArray()) {
      throw new MalformedException("`history` is no list");
    }
    List<HistoryEntry> entries = new ArrayList<>();
    for (JsonNode node : array) {
      Optional<Action> action = Action.of(node.path("action").asText());
      if (action.isPresent()) {
        entries.add(new HistoryEntry(change(node, action.get()), imageChanges(node.path(IMAGES))));
      }
    }
    return entries;
  }

  private static Change change(JsonNode node, Action action) {
    return new Change(
        node.path("time").asText(),
        node.path("actor").asText(),
        action,
        node.path("environment").asText(),
        text(node, "service"),
        text(node, "from"),
        text(node, "to"),
        !"failed".equals(node.path("result").asText()),
        text(node, "reason"));
  }

  private static SortedMap<String, ImageChange> imageChanges(JsonNode images)
      throws MalformedException {
    SortedMap<String, ImageChange> changes = new TreeMap<>();
    for (Map.Entry<String, JsonNode> field : images.properties()) {
      JsonNode node = field.getValue();
      Optional<ReleasedImage> from = Optional.empty();
      if (node.has("fromImage")) {
        String where = "history.images." + field.getKey();
        from =
            Optional.of(image(node.path("fromImage").asText(), node.path("from").asText(), where));
      }
      changes.put(field.getKey(), new ImageChange(from, text(node, "to")));
    }
    return changes;
  }

  private static Optional<String> text(JsonNode node, String field) {
    return Optional.ofNullable(node.get(field)).filter(JsonNode::isTextual).map(JsonNode::asText);
  }
}
