package io.drover.seedjobs.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.seedjobs.rest.FakeJenkins.Reply;
import io.drover.seedjobs.xml.ConfigText;
import io.drover.seedjobs.xml.Rewriting;
import java.util.Map;
import java.util.TreeMap;

/** A folder of {@link FakeJenkins}. Every document is written anew, in other words. */
final class FakeFolder {
  final Map<String, String> jobs = new TreeMap<>();
  final Map<String, String> views = new TreeMap<>();
  String xml;
  int loads;

  FakeFolder(String xml) {
    update(xml);
  }

  private void update(String text) {
    xml = Rewriting.of(text);
    views.clear();
    views.putAll(Rewriting.views(xml));
    loads++;
  }

  Reply reply(String path, String query, boolean post, String body, String url) {
    if (path.equals("api/json")) {
      return Reply.of(200, listing());
    }
    if (path.equals("config.xml")) {
      if (post) {
        update(body);
      }
      return Reply.of(200, post ? "" : Rewriting.withViews(xml, views));
    }
    if (path.equals("createItem") || path.equals("createView")) {
      Map<String, String> items = path.equals("createItem") ? jobs : views;
      return items.putIfAbsent(FakeJenkins.name(query), Rewriting.of(body)) == null
          ? Reply.of(200, "")
          : Reply.error("A job already exists with the name ‘" + FakeJenkins.name(query) + "’");
    }
    String[] parts = path.split("/", 3);
    Map<String, String> items = parts[0].equals("job") ? jobs : views;
    if (parts.length < 3 || !items.containsKey(parts[1])) {
      return Reply.of(404, "<html><title>Error 404 Not Found</title></html>");
    }
    if (parts[2].equals("doDelete") && post) {
      items.remove(parts[1]);
      return new Reply(302, "", Map.of("Location", url));
    }
    if (post) {
      items.put(parts[1], Rewriting.of(body));
    }
    return Reply.of(200, post ? "" : items.get(parts[1]));
  }

  private String listing() {
    ObjectNode json = FakeJenkins.json();
    json.put("_class", xml.contains("<com.cloudbees") ? Listing.FOLDER : "hudson.model.FreeStyle");
    json.put("description", ConfigText.description(xml));
    add(json.putArray("jobs"), jobs);
    add(json.putArray("views"), views);
    return json.toString();
  }

  private static void add(ArrayNode array, Map<String, String> items) {
    items.forEach(
        (name, text) ->
            array.addObject().put("name", name).put("description", ConfigText.description(text)));
  }
}
