package io.drover.engine.deploy.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The API server is played by a model of what it does: it fills in, notes and sorts. */
class OwnedFieldsTest {
  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void whatWasAppliedDoesNotDifferInWhateverOrderItStands(
      @ForAll("objects") ObjectNode desired, @ForAll long seed) {
    ObjectNode live = applied(desired);
    ObjectNode shuffled = (ObjectNode) shuffled("", desired, new Random(seed));
    assertThat(OwnedFields.of(live).differs(desired, live)).isFalse();
    assertThat(OwnedFields.of(live).differs(shuffled, live)).isFalse();
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void whatIsExtractedIsWhatWasApplied(@ForAll("objects") ObjectNode desired) {
    ObjectNode live = applied(desired);
    ObjectNode extract = OwnedFields.of(live).extract(live);
    assertThat(OwnedFields.of(live).differs(extract, live)).isFalse();
    assertThat(shuffled("", extract, new Random(0)))
        .isEqualTo(shuffled("", desired, new Random(0)));
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void eachOtherValueDiffers(@ForAll("objects") ObjectNode desired, @ForAll long seed) {
    ObjectNode live = applied(desired);
    List<Runnable> edits = new ArrayList<>();
    ObjectNode other = desired.deepCopy();
    edits(other, edits);
    edits.get(new Random(seed).nextInt(edits.size())).run();
    if (!other.equals(desired)) {
      assertThat(OwnedFields.of(live).differs(other, live)).isTrue();
    }
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void whatIsNoLongerWantedDiffers(@ForAll("objects") ObjectNode desired) {
    ObjectNode live = applied(desired);
    ObjectNode less = desired.deepCopy();
    ObjectNode spec = (ObjectNode) less.get("spec");
    spec.remove(spec.fieldNames().next());
    assertThat(OwnedFields.of(live).differs(less, live)).isTrue();
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void fieldsOfOthersDoNotMatter(@ForAll("objects") ObjectNode desired) {
    ObjectNode live = applied(desired);
    ((ObjectNode) live.get("spec")).put("foreign", "x");
    live.withObjectProperty("metadata").withObjectProperty("annotations").put("foreign", "x");
    assertThat(OwnedFields.of(live).differs(desired, live)).isFalse();
    assertThat(OwnedFields.of(live).extract(live).toString()).doesNotContain("foreign");
  }

  @Example
  void quantitiesAreAmountsButOnlyWhereTheyAreQuantities() {
    ObjectNode desired = json("{spec: {resources: {limits: {cpu: 1000m}}, data: {limit: 1000m}}}");
    ObjectNode live = applied(desired);
    ((ObjectNode) live.at("/spec/resources/limits")).put("cpu", "1");
    assertThat(OwnedFields.of(live).differs(desired, live)).isFalse();
    ((ObjectNode) live.at("/spec/data")).put("limit", "1");
    assertThat(OwnedFields.of(live).differs(desired, live)).isTrue();
  }

  @Example
  void anObjectThatDroverHasNotAppliedDiffers() {
    ObjectNode desired = json("{spec: {a: b}}");
    ObjectNode live = applied(desired);
    ((ObjectNode) live.at("/metadata/managedFields/0")).put("operation", "Update");
    assertThat(OwnedFields.of(live).differs(desired, live)).isTrue();
  }

  @Example
  void theOrderOfInitContainersMatters() {
    ObjectNode desired =
        json("{spec: {initContainers: [{name: a, image: x}, {name: b, image: x}]}}");
    ObjectNode turned =
        json("{spec: {initContainers: [{name: b, image: x}, {name: a, image: x}]}}");
    ObjectNode live = applied(desired);
    assertThat(OwnedFields.of(live).differs(desired, live)).isFalse();
    assertThat(OwnedFields.of(live).differs(turned, live)).isTrue();
  }

  @Example
  void aListThatIsOneValueHasAnOrder() {
    ObjectNode desired = json("{spec: {command: [a, b]}}");
    ObjectNode live = applied(desired);
    ObjectNode turned = json("{spec: {command: [b, a]}}");
    assertThat(OwnedFields.of(live).differs(turned, live)).isTrue();
  }

  private static ObjectNode json(String yaml) {
    ObjectNode object = Requests.JSON.createObjectNode();
    object.put("apiVersion", "example/v1").put("kind", "Thing");
    object.putObject("metadata").put("name", "thing");
    Map<?, ?> parsed = Requests.TYPES.unmarshal("---\n" + yaml, Map.class);
    object.setAll((ObjectNode) Requests.JSON.valueToTree(parsed));
    return object;
  }

  @Provide
  Arbitrary<ObjectNode> objects() {
    return spec(3)
        .filter(spec -> !spec.isEmpty())
        .map(
            spec -> {
              ObjectNode object = json("{}");
              object.set("spec", spec);
              return object;
            });
  }

  private static Arbitrary<String> names() {
    return Arbitraries.of("a", "b", "c", "d", "size", "replicas");
  }

  private static Arbitrary<JsonNode> scalars() {
    return Arbitraries.oneOf(
        Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(4).map(JSON::textNode),
        Arbitraries.integers().between(1, 9).map(JSON::numberNode),
        Arbitraries.of(true).map(JSON::booleanNode));
  }

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private static Arbitrary<ObjectNode> spec(int depth) {
    Arbitrary<JsonNode> values =
        depth == 0
            ? scalars()
            : Arbitraries.oneOf(
                scalars(),
                spec(depth - 1).filter(o -> !o.isEmpty()).map(o -> (JsonNode) o),
                elements(depth - 1),
                atomics());
    return Combinators.combine(names(), values)
        .as(Map::entry)
        .list()
        .uniqueElements(Map.Entry::getKey)
        .ofMaxSize(4)
        .map(
            entries -> {
              ObjectNode object = JSON.objectNode();
              entries.forEach(e -> object.set(prefix(e.getValue()) + e.getKey(), e.getValue()));
              return object;
            });
  }

  /** The model's schema: a list's name says how it is noted. */
  private static String prefix(JsonNode value) {
    if (!value.isArray()) {
      return "";
    }
    return value.get(0).isObject() ? "byName-" : "atomic-";
  }

  private static Arbitrary<JsonNode> elements(int depth) {
    return Combinators.combine(names(), spec(depth))
        .as(
            (name, fields) -> {
              ObjectNode element = JSON.objectNode();
              element.setAll(fields);
              return (JsonNode) element.put("name", name);
            })
        .list()
        .uniqueElements(element -> element.get("name"))
        .ofMinSize(1)
        .ofMaxSize(4)
        .map(list -> JSON.arrayNode().addAll(list));
  }

  private static Arbitrary<JsonNode> atomics() {
    return scalars().list().ofMinSize(1).ofMaxSize(4).map(list -> JSON.arrayNode().addAll(list));
  }

  /** What the API server makes of it. */
  private static ObjectNode applied(ObjectNode desired) {
    ObjectNode live = (ObjectNode) withDefaults(desired);
    ObjectNode fields = noted("", without(desired, Set.of("apiVersion", "kind", "metadata")));
    ObjectNode entry = JSON.objectNode();
    entry.put("manager", "drover").put("operation", "Apply").put("apiVersion", "example/v1");
    entry.set("fieldsV1", fields);
    live.withObjectProperty("metadata").putArray("managedFields").add(entry);
    live.putObject("status").put("ready", true);
    return live;
  }

  private static ObjectNode without(ObjectNode object, Set<String> names) {
    return object.deepCopy().remove(names);
  }

  private static JsonNode withDefaults(JsonNode node) {
    if (node instanceof ObjectNode object) {
      ObjectNode filled = JSON.objectNode();
      object.properties().forEach(e -> filled.set(e.getKey(), withDefaults(e.getValue())));
      return filled.put("filledIn", true);
    }
    if (node instanceof ArrayNode list && list.get(0).isObject()) {
      ArrayNode filled = JSON.arrayNode();
      list.forEach(element -> filled.add(withDefaults(element)));
      return filled;
    }
    return node;
  }

  private static ObjectNode noted(String name, JsonNode node) {
    ObjectNode fields = JSON.objectNode();
    if (node instanceof ObjectNode object) {
      object
          .properties()
          .forEach(e -> fields.set("f:" + e.getKey(), noted(e.getKey(), e.getValue())));
    } else if (node.isArray() && !name.startsWith("atomic-") && node.get(0).isObject()) {
      for (JsonNode element : node) {
        ObjectNode below = noted("", element);
        below.putObject(".");
        fields.set("k:{\"name\":" + element.get("name") + "}", below);
      }
    } else if (node.isArray() && !name.equals("command") && !name.startsWith("atomic-")) {
      node.forEach(value -> fields.putObject("v:" + value));
    }
    return fields;
  }

  private static JsonNode shuffled(String name, JsonNode node, Random random) {
    if (node instanceof ObjectNode object) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      Collections.sort(names);
      Collections.shuffle(names, random);
      ObjectNode result = JSON.objectNode();
      names.forEach(n -> result.set(n, shuffled(n, object.get(n), random)));
      return result;
    }
    if (node instanceof ArrayNode list && name.startsWith("byName-")) {
      List<JsonNode> elements = new ArrayList<>();
      list.forEach(element -> elements.add(shuffled("", element, random)));
      elements.sort((a, b) -> a.get("name").asText().compareTo(b.get("name").asText()));
      Collections.shuffle(elements, random);
      return JSON.arrayNode().addAll(elements);
    }
    return node;
  }

  /** All places where a scalar can be changed. */
  private static void edits(JsonNode node, List<Runnable> edits) {
    if (node instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        boolean identity = Set.of("apiVersion", "kind", "metadata").contains(field.getKey());
        if (field.getValue().isValueNode() && !identity) {
          edits.add(() -> object.put(field.getKey(), "changed"));
        } else if (!identity) {
          edits(field.getValue(), edits);
        }
      }
    } else if (node instanceof ArrayNode list) {
      edits.add(
          () -> list.add(list.get(0).isObject() ? json("{name: new}") : JSON.textNode("new")));
      list.forEach(element -> edits(element, edits));
    }
  }
}
