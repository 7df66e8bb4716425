package io.jenkins.plugins.drover.seed;

import hudson.model.TaskListener;
import io.drover.config.schema.FileKind;
import io.drover.engine.WorkFailedException;
import io.drover.engine.version.PublicAddress;
import io.jenkins.plugins.drover.configuration.SeedRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import jenkins.plugins.git.AbstractGitSCMSource;
import jenkins.plugins.git.GitRemoteHeadRefAction;
import jenkins.plugins.git.GitSCMSource;
import jenkins.plugins.git.traits.BranchDiscoveryTrait;
import jenkins.plugins.git.traits.TagDiscoveryTrait;
import jenkins.scm.api.SCMFile;
import jenkins.scm.api.SCMFileSystem;
import jenkins.scm.api.SCMRevision;

/**
 * The repository with the three files, as the Git plugin sees it: its credentials, its tools, its
 * bare copy on the controller. Nothing of it is checked out but the three files.
 */
final class ConfigurationRepository {
  private final SeedRepository settings;
  private final GitSCMSource source;

  ConfigurationRepository(SeedRepository settings) {
    this.settings = settings;
    this.source = new GitSCMSource(settings.getUrl());
    source.setCredentialsId(settings.getCredentialsId());
    source.setTraits(List.of(new BranchDiscoveryTrait(), new TagDiscoveryTrait()));
  }

  /**
   * The newest revision of the branch. Only asks the server; nothing is copied.
   *
   * @throws WorkFailedException if it does not answer, or has no such branch
   */
  SCMRevision newest() throws InterruptedException {
    SCMRevision revision;
    try {
      revision = source.fetch(settings.getBranch(), TaskListener.NULL, null);
    } catch (IOException e) {
      throw unreachable(e);
    }
    if (revision == null) {
      throw new WorkFailedException(
          "%s has no branch, tag or commit %s: push it, or change the branch in the Drover settings"
              .formatted(address(), settings.getBranch()));
    }
    return revision;
  }

  /**
   * The branch that the server itself takes for the first; empty if it names none.
   *
   * @throws WorkFailedException if it does not answer
   */
  Optional<String> defaultBranch() throws InterruptedException {
    try {
      return source.fetchActions(null, TaskListener.NULL).stream()
          .filter(GitRemoteHeadRefAction.class::isInstance)
          .map(action -> ((GitRemoteHeadRefAction) action).getName())
          .findFirst();
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  /** The commit of a revision that {@link #newest} gave, 40 hex digits. */
  static String commit(SCMRevision revision) {
    return ((AbstractGitSCMSource.SCMRevisionImpl) revision).getHash();
  }

  /**
   * Writes the three files of a revision, as far as they are there. Links are not followed.
   *
   * @throws WorkFailedException if the repository does not answer
   */
  void copy(SCMRevision revision, Path folder) throws InterruptedException {
    try (SCMFileSystem files = SCMFileSystem.of(source, revision.getHead(), revision)) {
      if (files == null) {
        throw new IOException("the Git plugin cannot read files of it");
      }
      SCMFile from =
          settings.getFolder().isEmpty()
              ? files.getRoot()
              : files.getRoot().child(settings.getFolder());
      for (FileKind kind : FileKind.OF_PROJECT) {
        for (String name : kind.names()) {
          SCMFile file = from.child(name);
          if (file.getType() == SCMFile.Type.REGULAR_FILE) {
            Files.write(folder.resolve(name), file.contentAsBytes());
          }
        }
      }
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  private WorkFailedException unreachable(IOException e) {
    String reason = reason(e).replace(settings.getUrl(), address());
    return new WorkFailedException("could not read %s: %s".formatted(address(), reason), e);
  }

  /** What git itself said is in the innermost exception; its first lines tell all. */
  private static String reason(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage())
        .lines()
        .limit(5)
        .reduce((a, b) -> a + "\n" + b)
        .orElse("");
  }

  private String address() {
    return PublicAddress.of(settings.getUrl());
  }
}
