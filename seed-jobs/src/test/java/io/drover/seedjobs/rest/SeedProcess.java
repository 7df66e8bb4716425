package io.drover.seedjobs.rest;

import io.drover.seedjobs.Projects;
import io.drover.seedjobs.item.ProjectItems;
import io.drover.seedjobs.item.SeedSettings;
import io.drover.seedjobs.xml.ItemXml;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Seeds in a process of its own, which can be killed. */
final class SeedProcess {
  private SeedProcess() {}

  static Process start(JenkinsAddress address, Path folder) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            SeedProcess.class.getName(),
            address.toString(),
            folder.toString())
        .inheritIO()
        .start();
  }

  /**
   * Seeds.
   *
   * @param arguments address of the fake Jenkins, folder of the three files
   */
  public static void main(String[] arguments) throws InterruptedException {
    HttpJenkins jenkins =
        HttpJenkins.connect(
            JenkinsAddress.parse(arguments[0]), Optional.of(FakeJenkins.LOGIN), Patience.DEFAULT);
    new Seeder(jenkins, new SeedOptions(2, false, false, false), (change, done, total) -> {})
        .seed(
            ItemXml.of(
                ProjectItems.of(Projects.read(Path.of(arguments[1])), SeedSettings.DEFAULT)));
  }
}
