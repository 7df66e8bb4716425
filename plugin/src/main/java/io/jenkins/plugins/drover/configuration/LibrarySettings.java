package io.jenkins.plugins.drover.configuration;

import com.cloudbees.plugins.credentials.common.StandardUsernameCredentials;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.drover.seedjobs.item.Library;
import java.util.Optional;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Where the shared library comes from. */
public final class LibrarySettings extends AbstractDescribableImpl<LibrarySettings> {
  private final String url;
  private final String version;
  private String path = "";
  private String credentialsId;

  /**
   * A library.
   *
   * @param url address of its repository, without password
   * @param version branch, tag or commit
   */
  @DataBoundConstructor
  public LibrarySettings(String url, String version) {
    this.url = Fields.text(url);
    this.version = Fields.text(version);
  }

  public String getUrl() {
    return url;
  }

  public String getVersion() {
    return version;
  }

  /** Folder of the repository that holds {@code vars} and {@code src}; empty: the top. */
  public String getPath() {
    return path;
  }

  @DataBoundSetter
  public void setPath(String path) {
    this.path = Fields.text(path);
  }

  @CheckForNull
  public String getCredentialsId() {
    return credentialsId;
  }

  @DataBoundSetter
  public void setCredentialsId(@CheckForNull String credentialsId) {
    this.credentialsId = Fields.optional(credentialsId);
  }

  Library toLibrary() {
    return new Library(url, version, path, Optional.ofNullable(credentialsId));
  }

  /** The form. */
  @Extension
  public static final class DescriptorImpl extends Descriptor<LibrarySettings> {
    @Override
    public String getDisplayName() {
      return "Shared library";
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
    public FormValidation doCheckVersion(@QueryParameter String value) {
      return Fields.text(value).isEmpty()
          ? FormValidation.error("A tag, branch or commit is missing")
          : FormValidation.ok();
    }
  }
}
