package io.jenkins.plugins.drover.configuration;

import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import hudson.Util;
import hudson.security.ACL;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import jenkins.model.Jenkins;

/** What forms of settings have in common. Nobody but an administrator is told anything. */
final class Fields {
  private Fields() {}

  /** A text without blanks around it; never null. */
  static String text(String value) {
    return Util.fixNull(value).strip();
  }

  /** The same for fields that Configuration as Code shall not export when they are empty. */
  static String optional(String value) {
    return Util.fixEmptyAndTrim(value);
  }

  /** Credentials to choose from, of some sorts. */
  @SafeVarargs
  static ListBoxModel credentials(String chosen, Class<? extends StandardCredentials>... sorts) {
    StandardListBoxModel list = new StandardListBoxModel();
    if (!Jenkins.get().hasPermission(Jenkins.ADMINISTER)) {
      return list.includeCurrentValue(chosen);
    }
    list.includeEmptyValue();
    for (Class<? extends StandardCredentials> sort : sorts) {
      list.includeAs(ACL.SYSTEM2, Jenkins.get(), sort, List.of());
    }
    return list.includeCurrentValue(chosen);
  }

  /** Whether there are credentials with an id. */
  static FormValidation checkCredentials(String id) {
    if (!Jenkins.get().hasPermission(Jenkins.ADMINISTER) || text(id).isEmpty()) {
      return FormValidation.ok();
    }
    return CredentialsById.find(StandardCredentials.class, text(id), null).isPresent()
        ? FormValidation.ok()
        : FormValidation.error("There are no credentials with the id %s", id);
  }

  /** Whether an address has the form that is asked for, and no password in it. */
  static FormValidation checkUrl(String value) {
    try {
      URI uri = new URI(text(value));
      if (uri.getRawUserInfo() != null) {
        return FormValidation.error("Take credentials for the login, not the address");
      }
      return uri.getHost() != null && List.of("http", "https").contains(uri.getScheme())
          ? FormValidation.ok()
          : FormValidation.error("An address is wanted, https://HOST/PATH");
    } catch (URISyntaxException e) {
      return FormValidation.error("An address is wanted, https://HOST/PATH");
    }
  }

  /** Whether the address of a git repository has no password in it. */
  static FormValidation checkGit(String value) {
    String url = text(value);
    if (url.isEmpty()) {
      return FormValidation.error("The address of the repository is missing");
    }
    return url.matches("https?://[^/@]*@.*|.*://[^/@:]*:[^/@]*@.*")
        ? FormValidation.error("Take credentials for the login, not the address")
        : FormValidation.ok();
  }
}
