package io.drover.engine.deploy.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.engine.kubernetes.Ownership;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** The Lease object as it stands in the API server. */
final class LeaseRecord {
  static final String API_VERSION = "coordination.k8s.io/v1";
  static final String NAME = "drover";

  /** Without a sign of life for this long, a lease is taken over. */
  static final int DURATION_SECONDS = 15;

  private static final String SETTLED = "drover.io/settled";

  private static final DateTimeFormatter MICRO_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter TODAY = DateTimeFormatter.ofPattern("HH:mm:ss");
  private static final DateTimeFormatter EARLIER =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  private final ObjectNode json;

  LeaseRecord(ObjectNode json) {
    this.json = json;
  }

  static LeaseRecord first(String namespace) {
    ObjectNode lease = Requests.JSON.createObjectNode();
    lease.put("apiVersion", API_VERSION).put("kind", "Lease");
    ObjectNode metadata = lease.putObject("metadata").put("name", NAME);
    metadata.put("namespace", namespace);
    metadata.putObject("labels").put(Ownership.MANAGED_BY, Ownership.MANAGER);
    return new LeaseRecord(lease);
  }

  ObjectNode json() {
    return json;
  }

  /** Who has it, unique for each run; empty when nobody has. */
  String holder() {
    return json.path("spec").path("holderIdentity").asText();
  }

  /** Who has it, as people say it. */
  String holderName() {
    return Holder.name(holder());
  }

  String renewed() {
    return json.path("spec").path("renewTime").asText();
  }

  int durationSeconds() {
    int seconds = json.path("spec").path("leaseDurationSeconds").asInt(DURATION_SECONDS);
    return Math.max(1, Math.min(seconds, 4 * DURATION_SECONDS));
  }

  /** Since when it is held, in this machine's time zone. */
  String since() {
    String text = json.path("spec").path("acquireTime").asText();
    try {
      ZonedDateTime time = ZonedDateTime.parse(text).withZoneSameInstant(ZoneId.systemDefault());
      boolean today = time.toLocalDate().equals(LocalDate.now());
      return (today ? TODAY : EARLIER).format(time);
    } catch (DateTimeParseException e) {
      return "a while";
    }
  }

  LeaseRecord takenBy(String holder) {
    ObjectNode lease = json.deepCopy();
    ObjectNode spec = lease.withObjectProperty("spec");
    spec.put("holderIdentity", holder);
    spec.put("leaseDurationSeconds", DURATION_SECONDS);
    spec.put("acquireTime", now());
    spec.put("renewTime", now());
    spec.put("leaseTransitions", spec.path("leaseTransitions").asInt(-1) + 1);
    return new LeaseRecord(lease);
  }

  LeaseRecord renewedNow() {
    ObjectNode lease = json.deepCopy();
    lease.withObjectProperty("spec").put("renewTime", now());
    return new LeaseRecord(lease);
  }

  LeaseRecord released() {
    ObjectNode lease = json.deepCopy();
    lease.withObjectProperty("spec").put("holderIdentity", "");
    return new LeaseRecord(lease);
  }

  /** What the last holder noted that found nothing to do, see {@link Settled}. */
  Optional<String> settled() {
    JsonNode note = json.path("metadata").path("annotations").path(SETTLED);
    return note.isTextual() ? Optional.of(note.asText()) : Optional.empty();
  }

  LeaseRecord withSettled(String note) {
    ObjectNode lease = json.deepCopy();
    Applicable.metadata(lease).withObjectProperty("annotations").put(SETTLED, note);
    return new LeaseRecord(lease);
  }

  private static String now() {
    return MICRO_TIME.format(Instant.now());
  }
}
