package io.drover.cli;

import io.drover.engine.WorkFailedException;
import io.drover.engine.image.Registry;
import io.drover.engine.image.sbom.ImageDocuments;
import io.drover.engine.image.sbom.ImageDocuments.Kind;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code drover image}: what the registry knows of an image. */
@Command(
    name = "image",
    mixinStandardHelpOptions = true,
    description = "Prints what is known of an image in the registry, as JSON.")
final class ImageCommand implements Runnable {
  private static final Pattern IMAGE =
      Pattern.compile("([^/@]+)/([^:@]+)(?::([^@]+))?(?:@(sha256:[0-9a-f]{64}))?");

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "sbom or provenance?");
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = {
        "What is in the image: its bill of materials (CycloneDX). Of an image that has none, it is",
        "made from its layers."
      })
  int sbom(
      @Parameters(paramLabel = "IMAGE", description = "REGISTRY/PATH:TAG or @DIGEST.") String image)
      throws InterruptedException {
    return print(image, Kind.SBOM);
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "What the image was made of: commits, packages, base (SLSA).")
  int provenance(
      @Parameters(paramLabel = "IMAGE", description = "REGISTRY/PATH:TAG or @DIGEST.") String image)
      throws InterruptedException {
    return print(image, Kind.PROVENANCE);
  }

  private int print(String image, Kind kind) throws InterruptedException {
    Matcher name = IMAGE.matcher(image);
    if (!name.matches()) {
      throw new ParameterException(
          spec.commandLine(), image + " is no name of an image: REGISTRY/PATH:TAG or @DIGEST");
    }
    Registry registry = Registry.at(name.group(1));
    String path = name.group(2);
    String tag = name.group(3) == null ? "latest" : name.group(3);
    String digest = name.group(4) == null ? digest(registry, path, tag) : name.group(4);
    ImageDocuments documents = ImageDocuments.of(registry.client());
    Optional<String> attached = documents.read(path, digest, kind);
    String text;
    if (attached.isPresent()) {
      text = attached.get();
    } else if (kind == Kind.SBOM) {
      text = documents.billOfMaterials(path, tag, digest);
    } else {
      throw new WorkFailedException(
          "nothing of that kind is attached to %s; Drover does it for the images of applications"
              .formatted(image));
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(text);
    out.flush();
    return 0;
  }

  private static String digest(Registry registry, String path, String tag)
      throws InterruptedException {
    return registry
        .find(path, tag)
        .orElseThrow(
            () ->
                new WorkFailedException(
                    "the registry at %s has no image %s:%s"
                        .formatted(registry.address(), path, tag)))
        .digest();
  }
}
