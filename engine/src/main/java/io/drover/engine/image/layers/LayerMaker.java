package io.drover.engine.image.layers;

import io.drover.engine.WorkFailedException;
import io.drover.engine.file.Trees;
import io.drover.engine.image.UnsuitableRecipeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Makes the layers of packages that were not made before, several at once. */
final class LayerMaker {
  private static final int MOST_NAMED = 8;

  private final PackageLayers layers;
  private final BaseSystem base;
  private final MaintainerScripts scripts;
  private final Consumer<String> log;

  LayerMaker(PackageLayers layers, BaseSystem base, Consumer<String> log) {
    this.layers = layers;
    this.base = base;
    this.scripts = new MaintainerScripts(base.tree());
    this.log = log;
  }

  private record Opened(
      Candidate candidate,
      Deb deb,
      Stanza control,
      Map<String, byte[]> notes,
      MaintainerScripts.Verdict verdict) {}

  /**
   * The layers of packages, in their order.
   *
   * @param work where package files may lie for a while
   * @throws UnsuitableRecipeException if scripts of some would have to run; names them
   */
  Map<Candidate, PackageLayer> layers(List<Candidate> packages, Apt apt, Path work)
      throws InterruptedException {
    Map<Candidate, PackageLayer> found = new LinkedHashMap<>();
    List<Candidate> missing = new ArrayList<>();
    for (Candidate candidate : packages) {
      layers
          .find(candidate, base)
          .ifPresentOrElse(layer -> found.put(candidate, layer), () -> missing.add(candidate));
    }
    log.accept(
        "%d packages to add, %d of them as layers that are there already"
            .formatted(packages.size(), found.size()));
    Path downloads = Trees.fresh(work.resolve("packages"));
    List<Opened> opened = new ArrayList<>();
    apt.download(missing, downloads).forEach((c, file) -> opened.add(open(c, new Deb(file))));
    refuseScripts(opened);
    make(opened, found);
    Trees.delete(downloads);
    Map<Candidate, PackageLayer> all = new LinkedHashMap<>();
    packages.forEach(candidate -> all.put(candidate, found.get(candidate)));
    return all;
  }

  private Opened open(Candidate candidate, Deb deb) {
    Map<String, byte[]> notes = deb.control();
    String text = new String(notes.getOrDefault("control", new byte[0]), StandardCharsets.UTF_8);
    Stanza control =
        Stanza.parse(text).stream()
            .findFirst()
            .orElseThrow(
                () ->
                    new WorkFailedException("package %s has no control file".formatted(candidate)));
    return new Opened(candidate, deb, control, notes, scripts.judge(control, notes));
  }

  private void refuseScripts(List<Opened> opened) {
    List<String> names = new ArrayList<>();
    for (Opened one : opened) {
      if (!one.verdict().objections().isEmpty()) {
        names.add(one.candidate().name());
        one.verdict().objections().forEach(o -> log.accept(one.candidate() + ": " + o));
      }
    }
    if (!names.isEmpty()) {
      String shown = String.join(", ", names.subList(0, Math.min(MOST_NAMED, names.size())));
      int more = names.size() - MOST_NAMED;
      throw new UnsuitableRecipeException(
          names.size() == 1
              ? "the package %s runs scripts of its own when installed".formatted(shown)
              : "the packages %s%s run scripts of their own when installed"
                  .formatted(shown, more > 0 ? " and %d more".formatted(more) : ""));
    }
  }

  private void make(List<Opened> opened, Map<Candidate, PackageLayer> found)
      throws InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    try {
      List<Callable<PackageLayer>> tasks = new ArrayList<>();
      opened.forEach(one -> tasks.add(() -> make(one)));
      List<Future<PackageLayer>> results = pool.invokeAll(tasks);
      for (int i = 0; i < opened.size(); i++) {
        found.put(opened.get(i).candidate(), results.get(i).get());
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }

  private PackageLayer make(Opened one) {
    return layers.make(
        one.candidate(),
        base,
        writer -> {
          try {
            return new PackageContent(
                    base, one.control(), one.notes(), one.verdict().effects(), writer)
                .write(one.deb());
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}
