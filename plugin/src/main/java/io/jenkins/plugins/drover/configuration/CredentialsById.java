package io.jenkins.plugins.drover.configuration;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Item;
import hudson.security.ACL;
import java.util.List;
import java.util.Optional;

/** Credentials that the settings name. */
public final class CredentialsById {
  private CredentialsById() {}

  /**
   * Looks for credentials as the system: who may name them is asked where they are named.
   *
   * @param sort what they must be
   * @param id their id; null: none
   * @param item where they are used: those of its folders count, too; null: those of Jenkins alone
   */
  public static <T extends StandardCredentials> Optional<T> find(
      Class<T> sort, @CheckForNull String id, @CheckForNull Item item) {
    return CredentialsProvider.lookupCredentialsInItem(sort, item, ACL.SYSTEM2, List.of()).stream()
        .filter(credentials -> credentials.getId().equals(id))
        .findFirst();
  }
}
