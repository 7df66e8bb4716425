package io.drover.engine.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.drover.config.model.Configuration;
import io.drover.config.model.Environment;
import io.drover.engine.WorkFailedException;
import io.drover.engine.image.ImageReference;
import io.drover.engine.image.Registry;
import io.drover.engine.image.sbom.ImageDocuments;
import io.drover.engine.release.Release;
import io.drover.engine.release.ReleaseFiles;
import io.drover.engine.release.ReleaseRecord;
import io.drover.engine.release.ReleaseStore;
import io.drover.engine.run.local.LocalServers;
import io.drover.engine.run.local.StateFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The packages that released images were made of.
 *
 * @param servers have the registry of this machine
 */
record ReleasedPackages(Configuration configuration, StateFolder state, LocalServers servers) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Those that a release in an environment uses: what runs there, waits to, or ran before and can
   * be rolled back to.
   *
   * @param more where releases are recorded beside those of this machine
   * @return SHA-256 of all that their images were made of
   * @throws WorkFailedException if it cannot be known what one was made of
   */
  Set<String> in(List<ReleaseStore> more) throws InterruptedException {
    List<ReleaseStore> stores = new ArrayList<>(more);
    stores.add(new ReleaseFiles(state.releases()));
    Set<ImageReference> images = new TreeSet<>(java.util.Comparator.comparing(Object::toString));
    for (ReleaseStore releases : stores) {
      for (Environment environment : configuration.environments()) {
        ReleaseRecord record = releases.read(environment.name());
        Stream.of(
                record.incoming(),
                record.deployed().map(ReleaseRecord.Deployed::release),
                record.previous())
            .flatMap(Optional::stream)
            .flatMap(release -> release.images().values().stream())
            .map(Release.ReleasedImage::reference)
            .forEach(images::add);
      }
    }
    Set<String> hashes = new TreeSet<>();
    for (ImageReference image : images) {
      hashes.addAll(packagesOf(image));
    }
    return hashes;
  }

  /** SHA-256 of all that an image was made of, as its provenance says. */
  private Set<String> packagesOf(ImageReference image) throws InterruptedException {
    String name = image.repository();
    String host = name.substring(0, name.indexOf('/'));
    if (servers.registryAddress().equals(Optional.of(host))) {
      servers.registry();
    }
    String path = name.substring(name.indexOf('/') + 1);
    String text =
        ImageDocuments.of(Registry.at(host).client())
            .read(path, image.digest(), ImageDocuments.Kind.PROVENANCE)
            .orElseThrow(
                () ->
                    new WorkFailedException(
                        "%s is released and has no provenance, so nobody knows which packages it needs. Nothing was deleted. Run the project again, which attaches it"
                            .formatted(image)));
    Set<String> hashes = new TreeSet<>();
    try {
      for (JsonNode digest : JSON.readTree(text).findValues("digest")) {
        hashes.add(digest.path("sha256").asText());
      }
    } catch (JsonProcessingException e) {
      throw new WorkFailedException("the provenance of %s is no JSON".formatted(image), e);
    }
    return hashes;
  }
}
