package io.jenkins.plugins.drover.configuration;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** What agents are like unless the files say more. */
public final class AgentDefaults extends AbstractDescribableImpl<AgentDefaults> {
  private static final String QUANTITY = "[0-9]+(\\.[0-9]+)?(m|[kMGT]i?)?";

  private String image;
  private String jenkinsImage;
  private String serviceAccount;
  private String secrets;
  private String cloud;
  private String namespace;
  private String cpu;
  private String memory;

  @DataBoundConstructor
  public AgentDefaults() {}

  /** The image with the command {@code drover} in it. */
  @CheckForNull
  public String getImage() {
    return image;
  }

  @DataBoundSetter
  public void setImage(@CheckForNull String image) {
    this.image = Fields.optional(image);
  }

  /** The image of Jenkins' own container of a pod. */
  @CheckForNull
  public String getJenkinsImage() {
    return jenkinsImage;
  }

  @DataBoundSetter
  public void setJenkinsImage(@CheckForNull String jenkinsImage) {
    this.jenkinsImage = Fields.optional(jenkinsImage);
  }

  /** The account that deployments act as. */
  @CheckForNull
  public String getServiceAccount() {
    return serviceAccount;
  }

  @DataBoundSetter
  public void setServiceAccount(@CheckForNull String serviceAccount) {
    this.serviceAccount = Fields.optional(serviceAccount);
  }

  /** Names of Secrets of the namespace, parted by commas. */
  @CheckForNull
  public String getSecrets() {
    return secrets;
  }

  @DataBoundSetter
  public void setSecrets(@CheckForNull String secrets) {
    this.secrets = Fields.optional(secrets);
  }

  /** The Kubernetes plugin's cloud for the pods. */
  @CheckForNull
  public String getCloud() {
    return cloud;
  }

  @DataBoundSetter
  public void setCloud(@CheckForNull String cloud) {
    this.cloud = Fields.optional(cloud);
  }

  /** Namespace of the pods. */
  @CheckForNull
  public String getNamespace() {
    return namespace;
  }

  @DataBoundSetter
  public void setNamespace(@CheckForNull String namespace) {
    this.namespace = Fields.optional(namespace);
  }

  /** Quantity that a pod asks for. */
  @CheckForNull
  public String getCpu() {
    return cpu;
  }

  @DataBoundSetter
  public void setCpu(@CheckForNull String cpu) {
    this.cpu = Fields.optional(cpu);
  }

  /** Quantity that a pod asks for. */
  @CheckForNull
  public String getMemory() {
    return memory;
  }

  @DataBoundSetter
  public void setMemory(@CheckForNull String memory) {
    this.memory = Fields.optional(memory);
  }

  /** The form. */
  @Extension
  public static final class DescriptorImpl extends Descriptor<AgentDefaults> {
    @Override
    public String getDisplayName() {
      return "Agents";
    }

    @POST
    public FormValidation doCheckCpu(@QueryParameter String value) {
      return checkQuantity(value, "500m");
    }

    @POST
    public FormValidation doCheckMemory(@QueryParameter String value) {
      return checkQuantity(value, "512Mi");
    }

    private static FormValidation checkQuantity(String value, String example) {
      String quantity = Fields.text(value);
      return quantity.isEmpty() || quantity.matches(QUANTITY)
          ? FormValidation.ok()
          : FormValidation.error("A quantity of Kubernetes is wanted, for example %s", example);
    }
  }
}
