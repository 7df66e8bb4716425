package io.jenkins.plugins.drover.configuration;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.model.User;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** A token that programs show in place of a login, as environment-operator's do. */
public final class ApiTokenSettings extends AbstractDescribableImpl<ApiTokenSettings> {
  private final String credentialsId;
  private final String user;
  private String environment;

  /**
   * A token.
   *
   * @param credentialsId a secret text
   * @param user the user of Jenkins that its bearer acts as, with all that this user may do
   */
  @DataBoundConstructor
  public ApiTokenSettings(String credentialsId, String user) {
    this.credentialsId = Fields.text(credentialsId);
    this.user = Fields.text(user);
  }

  public String getCredentialsId() {
    return credentialsId;
  }

  public String getUser() {
    return user;
  }

  /** The only environment that it is good for; none: all. */
  @CheckForNull
  public String getEnvironment() {
    return environment;
  }

  @DataBoundSetter
  public void setEnvironment(@CheckForNull String environment) {
    this.environment = Fields.optional(environment);
  }

  /** The form. */
  @Extension
  public static final class DescriptorImpl extends Descriptor<ApiTokenSettings> {
    @Override
    public String getDisplayName() {
      return "Token of the API";
    }

    @POST
    public ListBoxModel doFillCredentialsIdItems(@QueryParameter String credentialsId) {
      return Fields.credentials(credentialsId, StringCredentials.class);
    }

    @POST
    public FormValidation doCheckCredentialsId(@QueryParameter String value) {
      return Fields.text(value).isEmpty()
          ? FormValidation.error("A secret text is missing")
          : Fields.checkCredentials(value);
    }

    @POST
    public FormValidation doCheckUser(@QueryParameter String value) {
      if (Fields.text(value).isEmpty()) {
        return FormValidation.error("A user of Jenkins is missing, whose permissions count");
      }
      boolean known =
          !Jenkins.get().hasPermission(Jenkins.ADMINISTER)
              || User.getById(Fields.text(value), false) != null;
      return known
          ? FormValidation.ok()
          : FormValidation.warning("Jenkins has not seen this user yet");
    }
  }
}
