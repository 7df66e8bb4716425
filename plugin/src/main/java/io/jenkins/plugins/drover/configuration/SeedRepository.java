package io.jenkins.plugins.drover.configuration;

import com.cloudbees.plugins.credentials.common.StandardUsernameCredentials;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.drover.seedjobs.item.Trigger;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The repository with the three files. */
public final class SeedRepository extends AbstractDescribableImpl<SeedRepository> {
  private static final String MAIN = "main";

  private final String url;
  private String branch = MAIN;
  private String credentialsId;
  private String folder = "";
  private Trigger trigger = Trigger.POLL;

  /**
   * A repository.
   *
   * @param url its address, as git takes it, without password
   */
  @DataBoundConstructor
  public SeedRepository(String url) {
    this.url = Fields.text(url);
  }

  public String getUrl() {
    return url;
  }

  /** Branch or tag. */
  public String getBranch() {
    return branch;
  }

  @DataBoundSetter
  public void setBranch(String branch) {
    this.branch = Fields.text(branch).isEmpty() ? MAIN : Fields.text(branch);
  }

  @CheckForNull
  public String getCredentialsId() {
    return credentialsId;
  }

  @DataBoundSetter
  public void setCredentialsId(@CheckForNull String credentialsId) {
    this.credentialsId = Fields.optional(credentialsId);
  }

  /** The folder with the three files; empty: the top. */
  public String getFolder() {
    return folder;
  }

  @DataBoundSetter
  public void setFolder(String folder) {
    this.folder = Fields.text(folder).replaceAll("^/+|/+$", "");
  }

  /** How commits are noticed, here and by the jobs. */
  public Trigger getTrigger() {
    return trigger;
  }

  @DataBoundSetter
  public void setTrigger(Trigger trigger) {
    this.trigger = trigger == null ? Trigger.POLL : trigger;
  }

  /** The form. */
  @Extension
  public static final class DescriptorImpl extends Descriptor<SeedRepository> {
    @Override
    public String getDisplayName() {
      return "Repository with the three files";
    }

    @POST
    public ListBoxModel doFillCredentialsIdItems(@QueryParameter String credentialsId) {
      return Fields.credentials(credentialsId, StandardUsernameCredentials.class);
    }

    @POST
    public FormValidation doCheckCredentialsId(@QueryParameter String value) {
      return Fields.checkCredentials(value);
    }

    @POST
    public FormValidation doCheckUrl(@QueryParameter String value) {
      return Fields.checkGit(value);
    }

    @POST
    public FormValidation doCheckFolder(@QueryParameter String value) {
      return Fields.text(value).matches("(.*/)?\\.\\.(/.*)?")
          ? FormValidation.error("A folder of the repository is wanted")
          : FormValidation.ok();
    }
  }
}
