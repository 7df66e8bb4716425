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

/** A cluster that environments run in. */
public final class ClusterSettings extends AbstractDescribableImpl<ClusterSettings> {
  private final String name;
  private String credentialsId;

  /**
   * A cluster.
   *
   * @param name as {@code cluster} of an environment says it; empty: the one of environments that
   *     name none
   */
  @DataBoundConstructor
  public ClusterSettings(String name) {
    this.name = Fields.text(name);
  }

  public String getName() {
    return name;
  }

  /** A kubeconfig as secret file; none: the agents' own service account. */
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
  public static final class DescriptorImpl extends Descriptor<ClusterSettings> {
    @Override
    public String getDisplayName() {
      return "Cluster";
    }

    @POST
    public ListBoxModel doFillCredentialsIdItems(@QueryParameter String credentialsId) {
      return Fields.credentials(credentialsId, FileCredentials.class);
    }

    @POST
    public FormValidation doCheckCredentialsId(@QueryParameter String value) {
      return Fields.checkCredentials(value);
    }
  }
}
