package io.drover.engine.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The configuration of an image: the runtime's with the recipe's settings. Source: OCI image
 * specification, "Image Configuration".
 */
public final class ImageConfiguration {
  private final ObjectNode json;
  private final String created;

  private ImageConfiguration(ObjectNode json, String created) {
    this.json = json;
    this.created = created;
  }

  /**
   * Begins with the runtime's configuration.
   *
   * @param newest when the youngest file of the packages was made, in seconds since 1970; the image
   *     was made then, or with its runtime, so that it is the same whenever it is made
   */
  public static ImageConfiguration on(JsonNode base, long newest) {
    ObjectNode json = base.deepCopy();
    Instant created = Instant.ofEpochSecond(newest);
    try {
      Instant before = Instant.parse(base.path("created").asText());
      created = before.isAfter(created) ? before : created;
    } catch (DateTimeException e) {
      // It does not say, then.
    }
    json.put("created", created.toString());
    return new ImageConfiguration(json, created.toString());
  }

  /**
   * What an engine built, with the runtime's settings: what the engine noted of its own work does
   * not count.
   */
  static ImageConfiguration of(JsonNode built, JsonNode base) {
    ObjectNode json = built.deepCopy();
    json.set("config", base.path("config").deepCopy());
    json.remove("container_config");
    return new ImageConfiguration(json, "");
  }

  /** Adds a layer on top. */
  public void add(String diffId, String madeBy) {
    child(json, "rootfs").withArray("diff_ids").add(diffId);
    // Without entries for all layers, tools that read the history get lost.
    if (json.path("history").size() > 0) {
      json.withArray("history").addObject().put("created", created).put("created_by", madeBy);
    }
  }

  /** Puts the recipe's settings and labels in. */
  public void set(ImageRecipe recipe) {
    ObjectNode config = child(json, "config");
    ImageRecipe.Settings settings = recipe.settings();
    if (!settings.command().isEmpty()) {
      ArrayNode words = config.putArray("Entrypoint");
      settings.command().forEach(words::add);
      config.remove("Cmd");
    }
    settings.user().ifPresent(user -> config.put("User", user));
    if (!settings.env().isEmpty()) {
      config.set("Env", environment(config.path("Env"), settings.env()));
    }
    settings.ports().stream()
        .sorted()
        .forEach(port -> child(config, "ExposedPorts").putObject(port + "/tcp"));
    Map<String, String> labels = new TreeMap<>(recipe.labels());
    labels.putAll(settings.labels());
    labels.forEach((name, value) -> child(config, "Labels").put(name, value));
  }

  /** The JSON text. */
  public byte[] bytes() {
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static ArrayNode environment(JsonNode old, Map<String, String> more) {
    Map<String, String> left = new TreeMap<>(more);
    List<String> lines = new ArrayList<>();
    for (JsonNode line : old) {
      String name = line.asText().replaceFirst("=.*", "");
      String value = left.remove(name);
      lines.add(value == null ? line.asText() : name + "=" + value);
    }
    left.forEach((name, value) -> lines.add(name + "=" + value));
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    lines.forEach(array::add);
    return array;
  }

  /** Also in place of {@code null}, which some builders write. */
  private static ObjectNode child(ObjectNode parent, String name) {
    return parent.path(name) instanceof ObjectNode there ? there : parent.putObject(name);
  }
}
