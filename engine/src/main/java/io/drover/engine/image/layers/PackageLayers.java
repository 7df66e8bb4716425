package io.drover.engine.image.layers;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.drover.engine.WorkFailedException;
import io.drover.engine.file.ContentKey;
import io.drover.engine.file.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.function.Function;

/** The layers of packages that were made on this machine, to be used again. */
final class PackageLayers {
  /** Changes when the same package would become other bytes, or more is known of it. */
  private static final String RECIPE = "package layer 1";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Folders folders;

  PackageLayers(Folders folders) {
    this.folders = folders;
  }

  /** The layer of a package on a runtime, if it was made before. */
  Optional<PackageLayer> find(Candidate candidate, BaseSystem base) {
    Path facts = facts(candidate, base);
    Path blob = blob(candidate, base);
    if (!Files.exists(facts) || !Files.exists(blob)) {
      return Optional.empty();
    }
    folders.use(facts);
    folders.use(blob);
    try {
      return Optional.of(MAPPER.readValue(facts.toFile(), PackageLayer.class));
    } catch (IOException e) {
      throw new WorkFailedException(
          "could not read %s: %s. Delete it, it is made anew".formatted(facts, Trees.why(e)), e);
    }
  }

  /** The file that holds a layer. */
  Path blob(Candidate candidate, BaseSystem base) {
    return folders.layers().resolve(key(candidate, base) + ".tar.gz");
  }

  /**
   * Makes the layer of a package.
   *
   * @param write fills it, and says what is in it
   */
  PackageLayer make(
      Candidate candidate, BaseSystem base, Function<LayerWriter, PackageLayer> write) {
    Path half = folders.half(folders.layers());
    try {
      PackageLayer layer;
      try (LayerWriter writer = LayerWriter.to(half)) {
        layer = write.apply(writer);
      }
      rename(half, blob(candidate, base));
      Files.writeString(half, MAPPER.writeValueAsString(layer));
      rename(half, facts(candidate, base));
      return layer;
    } catch (IOException | UncheckedIOException e) {
      IOException cause = e instanceof UncheckedIOException u ? u.getCause() : (IOException) e;
      throw new WorkFailedException(
          "could not write the layer of %s: %s".formatted(candidate, Trees.why(cause)), e);
    } finally {
      Trees.delete(half);
    }
  }

  /** Two processes that make the same layer make the same bytes. */
  private static void rename(Path half, Path whole) throws IOException {
    Files.move(half, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private Path facts(Candidate candidate, BaseSystem base) {
    return folders.layers().resolve(key(candidate, base) + ".json");
  }

  private static String key(Candidate candidate, BaseSystem base) {
    return ContentKey.of(RECIPE)
        .with(KnownScripts.version())
        .with(candidate.sha256())
        .with(base.digest())
        .hex();
  }
}
