package io.drover.seedjobs.rest;

import io.drover.seedjobs.change.Change.Kind;
import io.drover.seedjobs.xml.FolderUpdate;
import io.drover.seedjobs.xml.Marker;
import io.drover.seedjobs.xml.ReadBack;
import io.drover.seedjobs.xml.Rendered;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Decides what is to be done to each item of a project. */
final class Steps {
  private final Jenkins jenkins;
  private final SeedOptions options;
  private final ItemPath folder;
  private final Rendered.Project project;

  Steps(Jenkins jenkins, SeedOptions options, ItemPath folder, Rendered.Project project) {
    this.jenkins = jenkins;
    this.options = options;
    this.folder = folder;
    this.project = project;
  }

  /** Makes the folder with all its views, or changes what of it is ours. */
  Step folder(Optional<Listing> there) {
    Rendered wanted = project.folder();
    if (there.isEmpty()) {
      return Step.of(Kind.CREATED, folder, () -> jenkins.create(folder, wanted.xml()));
    }
    if (isCurrent(there.get().description(), wanted) && !options.verify()) {
      return Step.unchanged(folder);
    }
    // Jenkins loads all jobs of a folder that is changed anew, so it is left alone if possible.
    AtomicReference<Optional<String>> update = new AtomicReference<>(Optional.empty());
    return Step.changeIf(
        () -> {
          update.set(FolderUpdate.of(jenkins.config(folder), wanted.xml()));
          return update.get().isPresent();
        },
        folder,
        () -> jenkins.update(folder, update.get().orElseThrow()));
  }

  /** The views of a new folder came with it. */
  List<Step> inNewFolder() {
    List<Step> steps = new ArrayList<>();
    project.views().forEach(v -> steps.add(Step.of(Kind.CREATED, view(v), () -> {})));
    project.jobs().forEach(job -> steps.add(creation(job(job), job)));
    return steps;
  }

  /** What is no longer wanted is deleted last. */
  List<Step> inFolder(Listing there) {
    List<Step> steps = new ArrayList<>();
    for (Rendered view : project.views()) {
      steps.add(step(view(view), view, Optional.ofNullable(there.views().get(view.name()))));
    }
    for (Rendered job : project.jobs()) {
      steps.add(step(job(job), job, Optional.ofNullable(there.jobs().get(job.name()))));
    }
    steps.addAll(deletions(there.views(), project.views(), n -> ItemPath.view(folder, n)));
    steps.addAll(deletions(there.jobs(), project.jobs(), n -> ItemPath.job(folder, n)));
    return steps;
  }

  /**
   * Work on one item.
   *
   * @param there description of what has the name now
   */
  private Step step(ItemPath item, Rendered wanted, Optional<String> there) {
    if (there.isEmpty()) {
      return creation(item, wanted);
    }
    Step.Work update = () -> jenkins.update(item, wanted.xml());
    if (!options.adopt() && Marker.find(there.get()).isEmpty()) {
      return Step.refused(
          item, "one of this name is there and not marked as Drover's; --adopt takes it over");
    }
    if (!isCurrent(there.get(), wanted)) {
      return Step.of(Kind.CHANGED, item, update);
    }
    return options.verify()
        ? Step.changeIf(() -> !ReadBack.holds(wanted.xml(), jenkins.config(item)), item, update)
        : Step.unchanged(item);
  }

  private static boolean isCurrent(String description, Rendered wanted) {
    return Marker.find(description).filter(wanted.marker()::equals).isPresent();
  }

  private Step creation(ItemPath item, Rendered wanted) {
    return Step.of(Kind.CREATED, item, () -> jenkins.create(item, wanted.xml()));
  }

  private List<Step> deletions(
      Map<String, String> there, List<Rendered> wanted, Function<String, ItemPath> path) {
    Set<String> names = wanted.stream().map(Rendered::name).collect(Collectors.toSet());
    return there.entrySet().stream()
        .filter(e -> !names.contains(e.getKey()) && Marker.find(e.getValue()).isPresent())
        .sorted(Map.Entry.comparingByKey())
        .map(e -> path.apply(e.getKey()))
        .map(i -> Step.of(Kind.DELETED, i, () -> jenkins.delete(i)))
        .toList();
  }

  private ItemPath job(Rendered job) {
    return ItemPath.job(folder, job.name());
  }

  private ItemPath view(Rendered view) {
    return ItemPath.view(folder, view.name());
  }
}
