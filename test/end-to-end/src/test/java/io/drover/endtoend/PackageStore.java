package io.drover.endtoend;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Looks into the real aptly behind a project. */
final class PackageStore {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String api;

  private PackageStore(String api) {
    this.api = api;
  }

  static PackageStore of(int port) {
    return new PackageStore("http://127.0.0.1:" + port + "/api");
  }

  /** What is there of a publication that did not come to its end. */
  List<String> halfPublished() {
    List<String> half = new ArrayList<>(texts(get("/files")));
    get("/repos")
        .forEach(
            repository -> {
              String name = repository.path("Name").asText();
              if (name.startsWith("drover-" + TinyProject.NAME)) {
                half.add("repository " + name);
              }
            });
    TreeSet<String> unrecorded = new TreeSet<>(packages());
    get("/snapshots")
        .forEach(
            s ->
                unrecorded.removeAll(
                    texts(get("/snapshots/" + s.path("Name").asText() + "/packages"))));
    half.addAll(unrecorded);
    return half;
  }

  /** The packages of the project's repository, as aptly's keys. */
  List<String> packages() {
    return texts(get("/repos/" + TinyProject.NAME + "/packages")).stream().sorted().toList();
  }

  private JsonNode get(String path) {
    try {
      return JSON.readTree(Http.get(api + path));
    } catch (JsonProcessingException e) {
      throw new AssertionError("aptly did not answer with JSON", e);
    }
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(node -> texts.add(node.asText()));
    return texts;
  }
}
