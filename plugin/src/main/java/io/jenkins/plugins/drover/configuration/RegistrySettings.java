package io.jenkins.plugins.drover.configuration;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The registry for images. */
public final class RegistrySettings extends AbstractDescribableImpl<RegistrySettings> {
  private final String address;
  private String credentialsId;

  /**
   * A registry.
   *
   * @param address {@code host:port}, without scheme
   */
  @DataBoundConstructor
  public RegistrySettings(String address) {
    this.address = Fields.text(address);
  }

  public String getAddress() {
    return address;
  }

  /** A secret file with logins, as {@code docker login} writes it. */
  @CheckForNull
  public String getCredentialsId() {
    return credentialsId;
  }

  @DataBoundSetter
  public void setCredentialsId(@CheckForNull String credentialsId) {
    this.credentialsId = Fields.optional(credentialsId);
  }

  /** The form. */
  @Extension
  public static final class DescriptorImpl extends Descriptor<RegistrySettings> {
    @Override
    public String getDisplayName() {
      return "Registry for images";
    }

    @POST
    public ListBoxModel doFillCredentialsIdItems(@QueryParameter String credentialsId) {
      return Fields.credentials(credentialsId, FileCredentials.class);
    }

    @POST
    public FormValidation doCheckCredentialsId(@QueryParameter String value) {
      return Fields.checkCredentials(value);
    }

    @POST
    public FormValidation doCheckAddress(@QueryParameter String value) {
      return Fields.text(value)
              .matches("[A-Za-z0-9.-]+(:[0-9]{1,5})?|\\[[0-9a-fA-F:]+](:[0-9]{1,5})?")
          ? FormValidation.ok()
          : FormValidation.error("HOST:PORT is wanted, without https:// and without a path");
    }
  }
}
