package io.drover.engine.agent;

import io.drover.config.model.AgentSpec;
import io.drover.config.model.Dependency;
import io.drover.engine.image.ImageRecipe;
import io.drover.engine.image.ImageReference;
import io.drover.engine.image.Images;
import io.drover.engine.image.Installation;
import io.drover.engine.image.Installation.AptSource;
import io.drover.engine.image.Installations;
import io.drover.engine.image.PackageSupply;
import io.drover.engine.image.RuntimeImages;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Agent images: the base with the dependencies installed, built once and found again in the
 * registry under their content key.
 */
public final class AgentImages {
  private final Images images;
  private final RuntimeImages runtimes;
  private final PackageSupply supply;
  private final String project;
  private final Optional<AptSource> own;

  /** Agent images of a project, without packages of its own. */
  public AgentImages(Images images, RuntimeImages runtimes, PackageSupply supply, String project) {
    this(images, runtimes, supply, project, Optional.empty());
  }

  /**
   * Agent images of a project.
   *
   * @param own where its own packages come from, which are those dependencies that have an origin
   */
  public AgentImages(
      Images images,
      RuntimeImages runtimes,
      PackageSupply supply,
      String project,
      Optional<AptSource> own) {
    this.images = images;
    this.runtimes = runtimes;
    this.supply = supply;
    this.project = project;
    this.own = own;
  }

  /**
   * The image of an agent, in the registry.
   *
   * @param log told what is done to make it
   * @throws io.drover.engine.WorkFailedException if it cannot be made
   */
  public ImageReference ensure(AgentSpec spec, Consumer<String> log) throws InterruptedException {
    ImageReference base = runtimes.ensure(spec.base(), log);
    List<Installation> installations = installations(spec);
    return installations.isEmpty()
        ? base
        : images.ensure(recipe(spec, base, installations), log).image();
  }

  /**
   * The image of an agent, if it was made.
   *
   * @throws io.drover.engine.WorkFailedException if the registry fails
   */
  public Optional<ImageReference> find(AgentSpec spec) throws InterruptedException {
    Optional<ImageReference> base = RuntimeImages.find(images.registry(), spec.base());
    List<Installation> installations = installations(spec);
    return base.isEmpty() || installations.isEmpty()
        ? base
        : Images.find(images.registry(), recipe(spec, base.get(), installations));
  }

  private List<Installation> installations(AgentSpec spec) throws InterruptedException {
    List<Installation> installations = new ArrayList<>();
    supply.certificates().ifPresent(installations::add);
    installations.addAll(Installations.of(spec.dependencies(), supply));
    ownPackages(spec).ifPresent(installations::add);
    return installations;
  }

  /** As {@link #ensure}, and podman has it. */
  String local(AgentSpec spec, Consumer<String> log) throws InterruptedException {
    return images.local(ensure(spec, log));
  }

  private Optional<Installation> ownPackages(AgentSpec spec) {
    List<Dependency> packages =
        spec.dependencies().stream()
            .filter(d -> d.originBuild().isPresent())
            .sorted(Comparator.comparing(Dependency::name))
            .toList();
    return packages.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Installation.apt(
                packages.stream().map(p -> p.name() + "=" + p.version().orElseThrow()).toList(),
                packages.stream().map(p -> p.sha256().orElseThrow()).toList(),
                own.orElseThrow()));
  }

  private ImageRecipe recipe(
      AgentSpec spec, ImageReference base, List<Installation> installations) {
    return new ImageRecipe(
        project + "/agents",
        base,
        installations,
        ImageRecipe.Settings.of(supply.certificateVariables()),
        Map.of("org.opencontainers.image.base.name", spec.base()));
  }
}
