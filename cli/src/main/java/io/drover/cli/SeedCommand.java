package io.drover.cli;

import io.drover.config.model.Configuration;
import io.drover.seedjobs.change.Summary;
import io.drover.seedjobs.rest.HttpJenkins;
import io.drover.seedjobs.rest.JenkinsAddress;
import io.drover.seedjobs.rest.JenkinsLogin;
import io.drover.seedjobs.rest.Patience;
import io.drover.seedjobs.rest.SeedOptions;
import io.drover.seedjobs.rest.Seeder;
import io.drover.seedjobs.xml.Rendered;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code drover seed}. */
@Command(
    name = "seed",
    mixinStandardHelpOptions = true,
    description = {
      "Makes the folder, jobs and views of a project in a running Jenkins what the three files",
      "imply. Writes only what differs, and touches nothing that Drover did not make.",
      "The login comes from JENKINS_USER_ID and JENKINS_API_TOKEN, or from the files that",
      "JENKINS_USER_ID_FILE and JENKINS_API_TOKEN_FILE name, or from --netrc."
    })
final class SeedCommand implements Callable<Integer> {
  /** Progress is told so often, in items. */
  private static final int OFTEN = 100;

  @Spec private CommandSpec spec;
  @Mixin private ConfigurationOption configuration;
  @Mixin private JobOptions jobs;

  @Option(
      names = "--jenkins",
      paramLabel = "URL",
      required = true,
      description = "Jenkins' own address, for example https://ci.example.com/jenkins.")
  private String url;

  @Option(
      names = "--netrc",
      paramLabel = "FILE",
      description = "A file with logins as curl and git read it.")
  private Path netrc;

  @Option(names = "--dry-run", description = "Says what would be done, and changes nothing.")
  private boolean dryRun;

  @Option(
      names = "--verify",
      description = "Reads every job and view, and puts back what was changed by hand.")
  private boolean verify;

  @Option(
      names = "--adopt",
      description = "Takes over a folder, jobs and views that have our names and are not ours.")
  private boolean adopt;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      defaultValue = "" + SeedOptions.AT_ONCE,
      description = "Calls at the same time (default: ${DEFAULT-VALUE}).")
  private int parallel;

  @Override
  public Integer call() throws Exception {
    PrintWriter err = spec.commandLine().getErr();
    Optional<Configuration> read = configuration.readOrComplain(err);
    if (read.isEmpty()) {
      return 1;
    }
    Rendered.Project project = jobs.render(read.get());
    Summary summary = Interruption.awaiting(() -> seed(project, err));
    return SeedReport.print(summary, dryRun, spec.commandLine().getOut());
  }

  private Summary seed(Rendered.Project project, PrintWriter err) throws InterruptedException {
    JenkinsAddress address = JenkinsAddress.parse(url);
    Optional<JenkinsLogin> login =
        JenkinsLogin.find(System.getenv(), Optional.ofNullable(netrc), address.uri().getHost());
    if (login.isPresent() && address.isOpen()) {
      err.println("drover: the login goes to %s without TLS".formatted(address));
    }
    HttpJenkins jenkins = HttpJenkins.connect(address, login, Patience.DEFAULT);
    SeedOptions options = new SeedOptions(Math.max(1, parallel), dryRun, verify, adopt);
    return new Seeder(
            jenkins,
            options,
            (change, done, total) -> {
              if (done % OFTEN == 0) {
                err.println("%d of %d".formatted(done, total));
                err.flush();
              }
            })
        .seed(project);
  }
}
