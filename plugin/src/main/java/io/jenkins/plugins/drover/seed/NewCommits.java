package io.jenkins.plugins.drover.seed;

import hudson.model.Cause;
import io.drover.config.model.Component;
import io.drover.config.model.Source;
import io.drover.engine.WorkFailedException;
import io.drover.engine.file.AtomicFile;
import io.drover.engine.file.ContentKey;
import io.drover.engine.file.Trees;
import io.drover.seedjobs.item.JobNames;
import io.jenkins.plugins.drover.configuration.SeedRepository;
import io.jenkins.plugins.drover.handover.Handover;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;

/**
 * Starts jobs for commits that this Jenkins has not seen. Jenkins' own triggers cannot: they know
 * only repositories that a build has checked out on an agent of theirs, and build once what was
 * never built. What was seen is kept in the home, and handed over to the Jenkins that comes after
 * this one. Without that, a Jenkins whose home is new takes what it finds for seen: that it was put
 * in the place of another one is no reason to start anything.
 */
final class NewCommits {
  private static final Logger LOGGER = Logger.getLogger(NewCommits.class.getName());

  private final Path folder;

  /**
   * What was seen.
   *
   * @param folder keeps a file for each repository that a job is started for; made when needed
   */
  NewCommits(Path folder) {
    this.folder = folder;
  }

  /** The pipeline is started for a commit of the configuration repository. */
  void ofConfiguration(SeedRepository repository, String project, String commit) {
    notice(repository, project + "/" + JobNames.PIPELINE, commit);
  }

  /**
   * A component's build is started for a commit of a repository of its own, which is asked for it.
   */
  void ofComponent(String project, Component component) throws InterruptedException {
    Source source = component.source();
    if (source.git().isEmpty()) {
      return;
    }
    SeedRepository repository = new SeedRepository(source.git().get());
    source.credentials().ifPresent(repository::setCredentialsId);
    try {
      Optional<String> branch =
          source.branch().isPresent()
              ? source.branch()
              : new ConfigurationRepository(repository).defaultBranch();
      branch.ifPresent(repository::setBranch);
      String commit =
          ConfigurationRepository.commit(new ConfigurationRepository(repository).newest());
      notice(repository, project + "/" + JobNames.build(component.name()), commit);
    } catch (WorkFailedException e) {
      LOGGER.log(Level.WARNING, "{0}: {1}", new Object[] {component.name(), e.getMessage()});
    }
  }

  private void notice(SeedRepository repository, String name, String commit) {
    Path file = folder.resolve(key(repository, name));
    Optional<String> seen = read(file);
    WorkflowJob job = Jenkins.get().getItemByFullName(name, WorkflowJob.class);
    boolean noticed =
        job != null
            && Handover.get()
                .notice(job, key(repository, name), commit, seen, new NewCommit(commit));
    if (noticed && !seen.equals(Optional.of(commit))) {
      Trees.make(folder);
      AtomicFile.write(file, commit);
    }
  }

  private static String key(SeedRepository repository, String job) {
    return ContentKey.of("seen commit 1")
        .with(repository.getUrl())
        .with(repository.getBranch())
        .with(repository.getFolder())
        .with(job)
        .hex();
  }

  private static Optional<String> read(Path file) {
    try {
      return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    } catch (IOException e) {
      throw new WorkFailedException("could not read %s: %s".formatted(file, Trees.why(e)), e);
    }
  }

  /** Why a build was started. */
  private static final class NewCommit extends Cause {
    private final String commit;

    NewCommit(String commit) {
      this.commit = commit;
    }

    @Override
    public String getShortDescription() {
      return "Commit " + commit.substring(0, 10) + " is new";
    }
  }
}
