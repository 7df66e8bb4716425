package io.drover.seedjobs.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.drover.seedjobs.xml.ConfigText;
import io.drover.seedjobs.xml.Marker;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A Jenkins behind its REST API. For any number of threads. */
public final class HttpJenkins implements Jenkins {
  /** All that is needed of a thousand items, in one answer. */
  private static final String LISTING =
      "api/json?tree=description,jobs%5Bname,description%5D,views%5Bname,description%5D";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Transport transport;

  private HttpJenkins(Transport transport) {
    this.transport = transport;
  }

  /**
   * A Jenkins that answers.
   *
   * @throws io.drover.engine.WorkFailedException if there is none, or it does not let us in
   */
  public static HttpJenkins connect(
      JenkinsAddress address, Optional<JenkinsLogin> login, Patience patience)
      throws InterruptedException {
    HttpJenkins jenkins = new HttpJenkins(new Transport(address, login, patience));
    String doing = "ask Jenkins at " + address;
    Answer answer = jenkins.transport.get("api/json?tree=mode");
    if (!answer.isSuccess()) {
      throw jenkins.transport.trouble().whole(doing, answer);
    }
    jenkins.json(doing, answer);
    return jenkins;
  }

  @Override
  public Optional<Listing> list(ItemPath folder) throws InterruptedException {
    String doing = "list " + folder.words();
    Answer answer = transport.get(folder.path() + LISTING);
    if (answer.status() == 404) {
      return Optional.empty();
    }
    if (!answer.isSuccess()) {
      throw transport.trouble().whole(doing, answer);
    }
    JsonNode json = json(doing, answer);
    return Optional.of(
        new Listing(
            json.path("_class").asText(),
            json.path("description").asText(""),
            descriptions(json.path("jobs")),
            descriptions(json.path("views"))));
  }

  @Override
  public String config(ItemPath item) throws InterruptedException {
    return succeed("read " + item.words(), transport.get(item.path() + "config.xml")).body();
  }

  @Override
  public void create(ItemPath item, String xml) throws InterruptedException {
    Answer answer = transport.post(item.creation(), xml);
    // Made by a try whose answer was lost, unless somebody else was faster.
    if (answer.status() == 400 && answer.repeated() && isOurs(item)) {
      update(item, xml);
    } else {
      succeed("make " + item.words(), answer);
    }
  }

  @Override
  public void update(ItemPath item, String xml) throws InterruptedException {
    succeed("change " + item.words(), transport.post(item.path() + "config.xml", xml));
  }

  /** Jenkins answers with the way to the page above. */
  @Override
  public void delete(ItemPath item) throws InterruptedException {
    Answer answer = transport.post(item.path() + "doDelete", "");
    boolean gone = answer.status() == 404 || answer.isRedirect() && !answer.asksForLogin();
    if (!gone) {
      succeed("delete " + item.words(), answer);
    }
  }

  private boolean isOurs(ItemPath item) throws InterruptedException {
    Answer answer = transport.get(item.path() + "config.xml");
    return answer.isSuccess() && Marker.find(ConfigText.description(answer.body())).isPresent();
  }

  private Answer succeed(String doing, Answer answer) {
    if (!answer.isSuccess()) {
      throw transport.trouble().one(doing, answer);
    }
    return answer;
  }

  private JsonNode json(String doing, Answer answer) {
    try {
      if (!answer.isHtml()) {
        return MAPPER.readTree(answer.body());
      }
    } catch (JsonProcessingException e) {
      // Then it is no API.
    }
    throw transport.trouble().noApi(doing, answer);
  }

  private static Map<String, String> descriptions(JsonNode items) {
    Map<String, String> descriptions = new TreeMap<>();
    for (JsonNode item : items) {
      descriptions.put(item.path("name").asText(), item.path("description").asText(""));
    }
    return descriptions;
  }
}
