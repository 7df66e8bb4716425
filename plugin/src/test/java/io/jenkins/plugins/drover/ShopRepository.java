package io.jenkins.plugins.drover;

import io.jenkins.plugins.drover.configuration.DroverConfiguration;
import io.jenkins.plugins.drover.configuration.SeedRepository;
import io.jenkins.plugins.drover.seed.SeedCause;
import io.jenkins.plugins.drover.seed.Seeding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;

/** A git repository with the three files of the project shop. */
public final class ShopRepository {
  private final Path folder;

  private ShopRepository(Path folder) {
    this.folder = folder;
  }

  /** A repository with a number of components, each with an image, in two environments. */
  public static ShopRepository of(Path folder, int components) throws Exception {
    Git.init().setDirectory(folder.toFile()).setInitialBranch("main").call().close();
    ShopRepository repository = new ShopRepository(folder);
    repository.write(components, "dev", "prod");
    repository.commit();
    return repository;
  }

  /** One that is there already. */
  public static ShopRepository at(Path folder) {
    return new ShopRepository(folder);
  }

  /** Its address, as Jenkins takes it. */
  public String url() {
    return folder.toUri().toString();
  }

  /** Makes Jenkins take its jobs from here, when it is asked to. */
  public void configure() {
    SeedRepository seed = new SeedRepository(url());
    seed.setTrigger(io.drover.seedjobs.item.Trigger.NONE);
    DroverConfiguration.get().setSeed(seed);
  }

  /** Makes Jenkins take its jobs from here, now. */
  public void seed() throws InterruptedException {
    configure();
    Seeding.get().run(SeedCause.BUTTON);
  }

  /** Writes the three files; {@link #commit} comes after it. */
  public void write(int components, String... environments) throws IOException {
    file(
        "build.yaml",
        "project: shop\ncomponents:\n"
            + each(components, "  - {name: c%d, build: [{shell: make}]}\n"));
    file(
        "application.yaml",
        "project: shop\napplications:\n"
            + each(
                components,
                "  - {name: c%1$d, runtime: debian, dependencies: [{name: package, type: debian-package, origin: {build: c%1$d}}]}\n"));
    StringBuilder text = new StringBuilder("project: shop\nenvironments:\n");
    for (String environment : environments) {
      text.append("  - name: %s\n    services:\n".formatted(environment));
      text.append(each(components, "      - {name: c%d}\n"));
    }
    file("environments.yaml", text.toString());
  }

  /** Writes one file. */
  public void file(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  /** Commits everything. */
  public void commit() throws IOException, GitAPIException {
    try (Git git = Git.open(folder.toFile())) {
      git.add().addFilepattern(".").call();
      git.commit()
          .setSign(false)
          .setAuthor("Ann", "ann@example.com")
          .setCommitter("Ann", "ann@example.com")
          .setMessage("change")
          .call();
    }
  }

  private static String each(int count, String line) {
    return IntStream.range(0, count).mapToObj(line::formatted).collect(Collectors.joining());
  }
}
