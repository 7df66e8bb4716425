package io.drover.engine.deploy.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.engine.kubernetes.Ownership;
import java.util.ArrayList;
import java.util.List;

/**
 * The fields of a live object that Drover has applied, as the API server keeps them in the object's
 * {@code managedFields}.
 */
final class OwnedFields {
  private final String apiVersion;
  private final JsonNode owned;
  private final List<JsonNode> others;

  private OwnedFields(String apiVersion, JsonNode owned, List<JsonNode> others) {
    this.apiVersion = apiVersion;
    this.owned = owned;
    this.others = others;
  }

  static OwnedFields of(ObjectNode live) {
    String apiVersion = "";
    JsonNode owned = MissingNode.getInstance();
    List<JsonNode> others = new ArrayList<>();
    for (JsonNode entry : live.path("metadata").path("managedFields")) {
      boolean ours =
          entry.path("manager").asText().equals(Ownership.MANAGER)
              && entry.path("operation").asText().equals("Apply")
              && entry.path("subresource").asText().isEmpty();
      if (ours) {
        apiVersion = entry.path("apiVersion").asText();
        owned = entry.path("fieldsV1");
      } else {
        others.add(entry.path("fieldsV1"));
      }
    }
    return new OwnedFields(apiVersion, owned, others);
  }

  /** Whether Drover has applied this object at all. */
  boolean any() {
    return !owned.isMissingNode();
  }

  /**
   * Whether applying would write something. Where this cannot be said for sure it says so, and the
   * API server will find that there is nothing to do.
   *
   * @param desired as {@link Applicable} makes it
   */
  boolean differs(ObjectNode desired, ObjectNode live) {
    return !any()
        || !apiVersion.equals(desired.path("apiVersion").asText())
        || !new FieldComparison(desired).same(live, owned);
  }

  /** The same as a text. */
  String text() {
    return apiVersion + " " + owned;
  }

  /** What Drover had applied, as it can be applied again. */
  ObjectNode extract(ObjectNode live) {
    ObjectNode extract = Requests.JSON.createObjectNode();
    extract.set("apiVersion", live.path("apiVersion"));
    extract.set("kind", live.path("kind"));
    ObjectNode metadata = extract.putObject("metadata");
    metadata.set("name", live.path("metadata").path("name"));
    if (live.path("metadata").has("namespace")) {
      metadata.set("namespace", live.path("metadata").path("namespace"));
    }
    JsonNode fields = FieldExtraction.of(live, owned, others);
    for (var field : fields.properties()) {
      if (field.getKey().equals("metadata") && field.getValue() instanceof ObjectNode owned) {
        metadata.setAll(owned);
      } else {
        extract.set(field.getKey(), field.getValue());
      }
    }
    return extract;
  }
}
