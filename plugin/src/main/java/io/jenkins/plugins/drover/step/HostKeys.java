package io.jenkins.plugins.drover.step;

import io.drover.engine.WorkFailedException;
import io.drover.engine.file.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jenkinsci.plugins.gitclient.GitHostKeyVerificationConfiguration;
import org.jenkinsci.plugins.gitclient.verifier.ManuallyProvidedKeyVerificationStrategy;
import org.jenkinsci.plugins.gitclient.verifier.NoHostKeyVerificationStrategy;
import org.jenkinsci.plugins.gitclient.verifier.SshHostKeyVerificationStrategy;

/** The hosts that git may speak to over ssh, as the Git plugin was told: pods get the same. */
final class HostKeys {
  private static final long LONGEST = 64 * 1024;

  private HostKeys() {}

  /**
   * Lines as in {@code known_hosts}; empty where the Git plugin knows none, or checks none. Pods
   * check them always.
   */
  static Optional<String> known() {
    SshHostKeyVerificationStrategy<?> strategy =
        GitHostKeyVerificationConfiguration.get().getSshHostKeyVerificationStrategy();
    if (strategy instanceof ManuallyProvidedKeyVerificationStrategy given) {
      return Optional.of(given.getApprovedHostKeys());
    }
    return strategy instanceof NoHostKeyVerificationStrategy ? Optional.empty() : file();
  }

  private static Optional<String> file() {
    Path file = Path.of(SshHostKeyVerificationStrategy.KNOWN_HOSTS_DEFAULT);
    try {
      return Files.isRegularFile(file) && Files.size(file) <= LONGEST
          ? Optional.of(Files.readString(file))
          : Optional.empty();
    } catch (IOException e) {
      throw new WorkFailedException("could not read %s: %s".formatted(file, Trees.why(e)), e);
    }
  }
}
