package io.jenkins.plugins.drover.configuration;

import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The package store. */
public final class AptlySettings extends AbstractDescribableImpl<AptlySettings> {
  private final String url;
  private final String packagesUrl;
  private final String publicKey;
  private String credentialsId;

  /**
   * A package store.
   *
   * @param url address of aptly's API
   * @param packagesUrl address that serves what aptly publishes
   * @param publicKey the public key that aptly signs with, armored
   */
  @DataBoundConstructor
  public AptlySettings(String url, String packagesUrl, String publicKey) {
    this.url = Fields.text(url);
    this.packagesUrl = Fields.text(packagesUrl);
    this.publicKey = Fields.text(publicKey);
  }

  public String getUrl() {
    return url;
  }

  public String getPackagesUrl() {
    return packagesUrl;
  }

  public String getPublicKey() {
    return publicKey;
  }

  /** User and password of the API. */
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
  public static final class DescriptorImpl extends Descriptor<AptlySettings> {
    @Override
    public String getDisplayName() {
      return "Package store (aptly)";
    }

    @POST
    public ListBoxModel doFillCredentialsIdItems(@QueryParameter String credentialsId) {
      return Fields.credentials(credentialsId, StandardUsernamePasswordCredentials.class);
    }

    @POST
    public FormValidation doCheckCredentialsId(@QueryParameter String value) {
      return Fields.checkCredentials(value);
    }

    @POST
    public FormValidation doCheckUrl(@QueryParameter String value) {
      return Fields.checkUrl(value);
    }

    @POST
    public FormValidation doCheckPackagesUrl(@QueryParameter String value) {
      return Fields.checkUrl(value);
    }

    @POST
    public FormValidation doCheckPublicKey(@QueryParameter String value) {
      if (value.contains("PRIVATE KEY")) {
        return FormValidation.error("This is a private key: make it anew, others have seen it now");
      }
      return value.strip().startsWith("-----BEGIN PGP PUBLIC KEY BLOCK-----")
          ? FormValidation.ok()
          : FormValidation.error("A public key is wanted, as gpg --armor --export writes it");
    }
  }
}
