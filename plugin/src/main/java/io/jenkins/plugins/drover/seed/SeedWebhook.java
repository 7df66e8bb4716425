package io.jenkins.plugins.drover.seed;

import hudson.Extension;
import hudson.model.ParameterValue;
import hudson.plugins.git.GitStatus;
import io.drover.seedjobs.item.Trigger;
import io.jenkins.plugins.drover.configuration.DroverConfiguration;
import io.jenkins.plugins.drover.configuration.SeedRepository;
import java.io.PrintWriter;
import java.net.URISyntaxException;
import java.util.List;
import org.eclipse.jgit.transport.URIish;

/**
 * Listens to the Git plugin's webhook, {@code /git/notifyCommit?url=…&token=…}, which has asked for
 * the token already. What a caller says is not believed: it only makes us ask the repository.
 */
@Extension
public final class SeedWebhook extends GitStatus.Listener {

  @Override
  public List<GitStatus.ResponseContributor> onNotifyCommit(
      String origin,
      URIish uri,
      String sha1,
      List<ParameterValue> buildParameters,
      String... branches) {
    SeedRepository repository = DroverConfiguration.get().getSeed();
    if (repository == null || repository.getTrigger() == Trigger.NONE || !isOurs(repository, uri)) {
      return List.of();
    }
    Seeding.get().request(SeedCause.WEBHOOK);
    return List.of(new Answer());
  }

  private static boolean isOurs(SeedRepository repository, URIish uri) {
    try {
      return GitStatus.looselyMatches(uri, new URIish(repository.getUrl()));
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** What the caller reads. */
  private static final class Answer extends GitStatus.ResponseContributor {
    @Override
    public void writeBody(PrintWriter writer) {
      writer.println("Drover brings the jobs up to date");
    }
  }
}
