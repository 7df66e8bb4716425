package io.drover.engine.image.sbom;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.engine.image.sbom.ImageOrigin.OwnPackage;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * How an image came about: an in-toto statement with a SLSA provenance. It is not signed. Source:
 * https://slsa.dev/spec/v1.0/provenance.
 */
final class Provenance {
  /** Media type of the document. */
  static final String TYPE = "application/vnd.in-toto+json";

  /** What the statement is about. */
  static final String PREDICATE = "https://slsa.dev/provenance/v1";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Provenance() {}

  /**
   * The document.
   *
   * @param digest the image's
   * @param builder what built it, as the files name it
   */
  static String of(String digest, ImageOrigin origin, String builder) {
    ObjectNode statement = MAPPER.createObjectNode();
    statement.put("_type", "https://in-toto.io/Statement/v1");
    ObjectNode subject = statement.putArray("subject").addObject().put("name", origin.title());
    subject.set("digest", digest(digest));
    statement.put("predicateType", PREDICATE);
    ObjectNode predicate = statement.putObject("predicate");
    ObjectNode definition = predicate.putObject("buildDefinition");
    definition.put("buildType", "urn:drover:image:v1");
    ObjectNode parameters = definition.putObject("externalParameters");
    parameters.put("application", origin.title());
    parameters.put("version", origin.version());
    parameters.put("runtime", origin.baseName());
    parameters.put("builder", builder);
    materials(definition.putArray("resolvedDependencies"), origin);
    predicate
        .putObject("runDetails")
        .putObject("builder")
        .put("id", "urn:drover:builder:" + builder);
    return statement.toPrettyString();
  }

  /** The base, the commits, the packages; each once. */
  private static void materials(ArrayNode materials, ImageOrigin origin) {
    ObjectNode base = materials.addObject().put("name", origin.baseName());
    base.set("digest", digest(origin.baseDigest()));
    Set<ImageOrigin.ComponentOrigin> sources = new LinkedHashSet<>();
    origin.packages().forEach(p -> sources.add(p.origin()));
    for (ImageOrigin.ComponentOrigin source : sources) {
      ObjectNode material = materials.addObject().put("name", source.component());
      source.repository().ifPresent(url -> material.put("uri", "git+" + url));
      source.commit().ifPresent(c -> material.putObject("digest").put("gitCommit", c));
      source
          .time()
          .map(Instant::toString)
          .ifPresent(t -> material.putObject("annotations").put("commitTime", t));
    }
    for (OwnPackage own : origin.packages()) {
      ObjectNode material = materials.addObject().put("name", own.name());
      material.put("uri", Purls.of(own).canonicalize());
      material.putObject("digest").put("sha256", own.sha256());
    }
  }

  private static ObjectNode digest(String digest) {
    return MAPPER.createObjectNode().put("sha256", digest.substring("sha256:".length()));
  }
}
