package io.jenkins.plugins.drover.api;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import hudson.model.Item;
import hudson.security.ACL;
import io.drover.engine.secret.Masking;
import java.util.List;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/** What must not be seen in texts that come from elsewhere. */
final class ProjectSecrets {
  private ProjectSecrets() {}

  /**
   * Hides secret texts and passwords of Jenkins that the jobs of a project can have: the same
   * values are those that services have, too.
   *
   * @param item a job of the project
   */
  static Masking masking(Item item) {
    Masking masking = new Masking();
    CredentialsProvider.lookupCredentialsInItem(
            StringCredentials.class, item, ACL.SYSTEM2, List.of())
        .forEach(text -> masking.hide(text.getSecret().getPlainText()));
    CredentialsProvider.lookupCredentialsInItem(
            StandardUsernamePasswordCredentials.class, item, ACL.SYSTEM2, List.of())
        .forEach(login -> masking.hide(login.getPassword().getPlainText()));
    return masking;
  }
}
