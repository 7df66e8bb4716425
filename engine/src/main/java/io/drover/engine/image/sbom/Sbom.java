package io.drover.engine.image.sbom;

import com.github.packageurl.PackageURL;
import io.drover.engine.image.sbom.FoundPackage.Kind;
import io.drover.engine.image.sbom.ImageOrigin.OwnPackage;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.cyclonedx.Version;
import org.cyclonedx.exception.GeneratorException;
import org.cyclonedx.generators.BomGeneratorFactory;
import org.cyclonedx.model.Bom;
import org.cyclonedx.model.BomReference;
import org.cyclonedx.model.Component;
import org.cyclonedx.model.Composition;
import org.cyclonedx.model.ExternalReference;
import org.cyclonedx.model.Hash;
import org.cyclonedx.model.Metadata;
import org.cyclonedx.model.Property;
import org.cyclonedx.model.metadata.ToolInformation;

/**
 * The bill of materials of an image as CycloneDX 1.6. It says the same of the same image, whenever
 * and wherever it is made. Sources: https://cyclonedx.org/specification/overview/ and the package
 * URL types of https://github.com/package-url/purl-spec.
 */
final class Sbom {
  /** Media type of the document. */
  static final String TYPE = "application/vnd.cyclonedx+json";

  private final String digest;
  private final ImageOrigin origin;
  private final ImageContents contents;

  private Sbom(String digest, ImageOrigin origin, ImageContents contents) {
    this.digest = digest;
    this.origin = origin;
    this.contents = contents;
  }

  /** The document. */
  static String of(String digest, ImageOrigin origin, ImageContents contents) {
    try {
      return BomGeneratorFactory.createJson(
              Version.VERSION_16, new Sbom(digest, origin, contents).bom())
          .toJsonString();
    } catch (GeneratorException e) {
      throw new IllegalStateException("the list of packages cannot be written", e);
    }
  }

  private Bom bom() {
    Component image = image();
    Bom bom = new Bom();
    byte[] name = digest.getBytes(StandardCharsets.UTF_8);
    bom.setSerialNumber("urn:uuid:" + UUID.nameUUIDFromBytes(name));
    bom.setMetadata(metadata(image));
    Map<String, Component> components = new TreeMap<>();
    for (FoundPackage found : contents.packages()) {
      Component component = component(found);
      components.put(component.getBomRef(), component);
    }
    contents.distribution().map(this::system).ifPresent(bom::addComponent);
    components.values().forEach(bom::addComponent);
    if (!contents.complete()) {
      bom.setCompositions(List.of(incomplete(image)));
    }
    return bom;
  }

  private Metadata metadata(Component image) {
    Metadata metadata = new Metadata();
    // The library puts in the present where nothing is said.
    metadata.setTimestamp(origin.time().map(Date::from).orElse(null));
    ToolInformation tools = new ToolInformation();
    Component drover = new Component();
    drover.setType(Component.Type.APPLICATION);
    drover.setName("drover");
    tools.setComponents(List.of(drover));
    metadata.setToolChoice(tools);
    metadata.setComponent(image);
    return metadata;
  }

  private Component image() {
    Component image = new Component();
    image.setType(Component.Type.CONTAINER);
    image.setName(origin.title());
    image.setVersion(origin.version());
    PackageURL purl = Purls.ofImage(origin.title(), digest);
    image.setPurl(purl);
    image.setBomRef(purl.canonicalize());
    image.addHash(new Hash(Hash.Algorithm.SHA_256, digest.substring("sha256:".length())));
    if (!origin.baseDigest().isEmpty()) {
      image.setProperties(
          List.of(
              property("drover:base.name", origin.baseName()),
              property("drover:base.digest", origin.baseDigest())));
    }
    return image;
  }

  private Component system(String distribution) {
    Component system = new Component();
    system.setType(Component.Type.OPERATING_SYSTEM);
    system.setName(distribution);
    system.setVersion(contents.release().orElse(null));
    system.setBomRef("os:" + distribution);
    return system;
  }

  private static Composition incomplete(Component image) {
    Composition composition = new Composition();
    composition.setAggregate(Composition.Aggregate.INCOMPLETE);
    composition.setAssemblies(List.of(new BomReference(image.getBomRef())));
    return composition;
  }

  private Component component(FoundPackage found) {
    Optional<OwnPackage> own =
        origin.packages().stream()
            .filter(p -> found.kind() == Kind.DEB)
            .filter(p -> p.name().equals(found.name()) && p.version().equals(found.version()))
            .findFirst();
    Component component = new Component();
    component.setType(Component.Type.LIBRARY);
    PackageURL purl = own.map(Purls::of).orElseGet(() -> Purls.of(found, contents));
    component.setGroup(found.kind() == Kind.NPM ? purl.getNamespace() : null);
    component.setName(purl.getName());
    component.setVersion(found.version());
    component.setPurl(purl);
    component.setBomRef(purl.canonicalize());
    own.ifPresent(p -> describe(component, p));
    return component;
  }

  private static void describe(Component component, OwnPackage own) {
    component.addHash(new Hash(Hash.Algorithm.SHA_256, own.sha256()));
    component.addProperty(property("drover:component", own.origin().component()));
    own.origin().commit().ifPresent(c -> component.addProperty(property("drover:commit", c)));
    own.origin()
        .repository()
        .ifPresent(
            url -> {
              ExternalReference reference = new ExternalReference();
              reference.setType(ExternalReference.Type.VCS);
              reference.setUrl(url);
              component.addExternalReference(reference);
            });
  }

  private static Property property(String name, String value) {
    return new Property(name, value);
  }
}
