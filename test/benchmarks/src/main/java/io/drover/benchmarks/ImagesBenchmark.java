package io.drover.benchmarks;

import io.drover.aptly.PackageRepository;
import io.drover.aptly.Publication;
import io.drover.aptly.PublishedPackage;
import io.drover.config.model.Application;
import io.drover.config.model.Application.Builder;
import io.drover.engine.file.Trees;
import io.drover.engine.image.ImageRecipe;
import io.drover.engine.image.ImageReference;
import io.drover.engine.image.Images;
import io.drover.engine.image.Installation;
import io.drover.engine.image.Installation.AptSource;
import io.drover.engine.image.LocalImages;
import io.drover.engine.image.PackageSupply;
import io.drover.engine.image.Registry;
import io.drover.engine.image.RuntimeImages;
import io.drover.engine.image.layers.LayersBuilder;
import io.drover.engine.packages.SigningKey;
import io.drover.engine.process.Command;
import io.drover.engine.process.Containers;
import io.drover.engine.run.local.LocalServers;
import io.drover.engine.run.local.StateFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * What it takes to make an image anew after one package of our own has changed: layers against
 * buildah, with a real registry, a real package store and the Debian archive.
 */
final class ImagesBenchmark implements AutoCloseable {
  private static final int PACKAGE_BYTES = 1 << 20;

  /** Debian packages beside our own, which is in every image. */
  private static final Map<String, List<String>> SIZES = sizes();

  private final Path folder;
  private final int turns;
  private final Containers containers;
  private final LocalServers servers;
  private final SigningKey key;
  private final PackageRepository packages;
  private final ImageReference base;
  private final Images images;
  private int version;

  /**
   * A benchmark with servers of its own.
   *
   * @param turns how often each is done, at least 1
   */
  ImagesBenchmark(Path folder, int turns) throws InterruptedException {
    this.folder = Trees.make(folder);
    this.turns = turns;
    this.containers = Containers.probe(folder);
    this.servers =
        new LocalServers("bench", folder.resolve("servers"), Optional.empty(), line -> {});
    Registry registry = servers.registry();
    this.key = SigningKey.ensure(servers.signingHome(), "bench");
    this.packages = servers.packages(key);
    Path bases = StateFolder.cache(System.getenv()).resolve("baseimages");
    this.base = new RuntimeImages(registry, containers, bases).ensure("debian:12", line -> {});
    PackageSupply supply = PackageSupply.of(Map.of());
    Path work = folder.resolve("work");
    this.images =
        Images.of(registry, containers, supply, work, "bench")
            .with(
                Application.Builder.LAYERS,
                LayersBuilder.of(registry, supply, folder.resolve("cache"), work));
  }

  private static Map<String, List<String>> sizes() {
    Map<String, List<String>> sizes = new LinkedHashMap<>();
    sizes.put("small", List.of("jq"));
    sizes.put("medium", List.of("curl", "nginx-light", "python3"));
    sizes.put("large", List.of("curl", "nginx-light", "nodejs", "python3", "python3-numpy"));
    return sizes;
  }

  /** Measures images of all sizes; the table is printed and written. */
  void run(Path out) throws Exception {
    Report report =
        new Report(
            "images",
            List.of(
                "image",
                "packages",
                "first: layers",
                "first: buildah",
                "one changed: layers",
                "one changed: buildah",
                "buildah / layers"));
    for (Map.Entry<String, List<String>> size : SIZES.entrySet()) {
      Installation debian = Installation.of(Installation.Manager.APT, size.getValue());
      Map<Builder, double[]> first = new EnumMap<>(Builder.class);
      Map<Builder, double[]> again = new EnumMap<>(Builder.class);
      Installation own = publish();
      for (Builder builder : List.of(Builder.LAYERS, Builder.BUILDAH)) {
        first.put(builder, new double[] {time(size.getKey(), builder, debian, own)});
        again.put(builder, new double[turns]);
      }
      for (int turn = 0; turn < turns; turn++) {
        own = publish();
        for (Builder builder : again.keySet()) {
          again.get(builder)[turn] = time(size.getKey(), builder, debian, own);
        }
      }
      add(report, size.getKey(), first, again);
    }
    report.finish(out);
    System.out.println("Cells: median (least) in ms of " + turns + "; first: one run.");
  }

  private void add(
      Report report, String size, Map<Builder, double[]> first, Map<Builder, double[]> again)
      throws InterruptedException {
    Map<String, Samples> samples = new LinkedHashMap<>();
    List<String> cells = new ArrayList<>(List.of(count(size)));
    first.forEach((builder, one) -> samples.put("first " + builder, new Samples(one)));
    again.forEach((builder, all) -> samples.put("one changed " + builder, new Samples(all)));
    samples.values().forEach(sample -> cells.add(sample.text()));
    double layers = samples.get("one changed " + Builder.LAYERS).median();
    double buildah = samples.get("one changed " + Builder.BUILDAH).median();
    cells.add(String.format(Locale.ROOT, "%.1f ×", buildah / layers));
    report.add(size, cells, samples);
  }

  private double time(String size, Builder builder, Installation debian, Installation own)
      throws InterruptedException {
    ImageRecipe recipe =
        new ImageRecipe(
            path(size, builder),
            base,
            List.of(debian, own),
            ImageRecipe.Settings.NONE,
            Map.of(),
            builder);
    long start = System.nanoTime();
    Images.Made made = images.ensure(recipe, line -> {});
    double took = (System.nanoTime() - start) / 1e6;
    if (made.reused()) {
      throw new IllegalStateException("nothing was made of " + recipe);
    }
    System.err.printf(Locale.ROOT, "%s, %s: %.0f ms%n", size, builder, took);
    return took;
  }

  private static String path(String size, Builder builder) {
    return "bench/" + size + "-" + builder.name().toLowerCase(Locale.ROOT);
  }

  /** How many layers the image has: one for each package, the runtime's and the last. */
  private String count(String size) throws InterruptedException {
    Registry registry = servers.registry();
    Installation debian = Installation.of(Installation.Manager.APT, SIZES.get(size));
    ImageRecipe recipe =
        new ImageRecipe(
            path(size, Builder.LAYERS),
            base,
            List.of(debian),
            ImageRecipe.Settings.NONE,
            Map.of(),
            Builder.LAYERS);
    int layers = registry.manifest(images.ensure(recipe, line -> {}).image()).layers().size();
    return String.valueOf(layers - registry.manifest(base).layers().size() - 1);
  }

  /** A package of our own, with other content each time. */
  private Installation publish() throws Exception {
    version++;
    Path tree = Trees.fresh(folder.resolve("package"));
    Files.createDirectories(tree.resolve("DEBIAN"));
    Files.createDirectories(tree.resolve("usr/share/bench"));
    byte[] content = new byte[PACKAGE_BYTES];
    new Random(version).nextBytes(content);
    Files.write(tree.resolve("usr/share/bench/content"), content);
    Files.writeString(
        tree.resolve("DEBIAN/control"),
        """
        Package: bench
        Version: %d
        Architecture: all
        Maintainer: Nobody <nobody@example.org>
        Description: a package that changes
        """
            .formatted(version));
    Path deb = folder.resolve("bench_" + version + "_all.deb");
    Command.of(
            "dpkg-deb", "--root-owner-group", "-Zgzip", "--build", tree.toString(), deb.toString())
        .check("make " + deb);
    Publication publication =
        packages.publish("bench", String.valueOf(version), List.of(deb), line -> {});
    return Installation.apt(
        publication.packages().stream().map(p -> p.name() + "=" + p.version()).toList(),
        publication.packages().stream().map(PublishedPackage::sha256).toList(),
        new AptSource(
            packages.aptSource(Path.of(AptSource.KEY_FILE)), Optional.of(key.publicKey())));
  }

  @Override
  public void close() throws Exception {
    LocalImages.remove(containers, servers.registryAddress());
    servers.stop();
    Trees.delete(folder);
  }
}
