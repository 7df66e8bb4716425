package io.drover.engine.deploy.podman;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A container of an environment as podman lists it.
 *
 * @param name podman's name
 * @param pod the name it has for people and for itself, unique in the environment
 * @param service the service it belongs to
 * @param proxy whether it is the service's proxy; otherwise a replica
 * @param spec hash of what it was made from
 * @param image {@code repository@digest} for a replica
 * @param address its IP address in the environment's network
 * @param running whether it runs now
 */
record PodmanContainer(
    String name,
    String pod,
    String service,
    boolean proxy,
    String spec,
    String image,
    String address,
    boolean running) {

  static final String POD = Scope.PREFIX + "pod";
  static final String SERVICE = Scope.PREFIX + "service";
  static final String ROLE = Scope.PREFIX + "role";
  static final String SPEC = Scope.PREFIX + "spec";
  static final String IMAGE = Scope.PREFIX + "image";
  static final String ADDRESS = Scope.PREFIX + "address";
  static final String PROXY = "proxy";
  static final String REPLICA = "replica";

  /** Reads an element of {@code podman ps --format json}. */
  static PodmanContainer from(JsonNode node) {
    JsonNode labels = node.path("Labels");
    return new PodmanContainer(
        node.path("Names").path(0).asText(),
        labels.path(POD).asText(),
        labels.path(SERVICE).asText(),
        labels.path(ROLE).asText().equals(PROXY),
        labels.path(SPEC).asText(),
        labels.path(IMAGE).asText(),
        labels.path(ADDRESS).asText(),
        node.path("State").asText().equals("running"));
  }
}
