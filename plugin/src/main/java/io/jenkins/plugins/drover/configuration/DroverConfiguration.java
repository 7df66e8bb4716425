package io.jenkins.plugins.drover.configuration;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.BulkChange;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.init.InitMilestone;
import io.drover.seedjobs.item.Library;
import io.drover.seedjobs.item.SeedSettings;
import io.drover.seedjobs.item.Trigger;
import io.jenkins.plugins.drover.seed.SeedCause;
import io.jenkins.plugins.drover.seed.Seeding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jenkins.model.GlobalConfiguration;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.StaplerRequest2;

/**
 * All that Drover has to be told; {@code unclassified: drover:} of Configuration as Code. Passwords
 * and keys are credentials of Jenkins, and only their ids stand here.
 */
@Extension
@Symbol("drover")
public final class DroverConfiguration extends GlobalConfiguration {
  private SeedRepository seed;
  private RegistrySettings registry;
  private AptlySettings aptly;
  private AgentDefaults agents;
  private LibrarySettings library;

  // Lists of the kind that is kept as a list: others are kept as this JDK makes them.
  private List<ClusterSettings> clusters = new ArrayList<>();
  private List<ApiTokenSettings> apiTokens = new ArrayList<>();

  public DroverConfiguration() {
    load();
  }

  /** That of this Jenkins. */
  public static DroverConfiguration get() {
    return ExtensionList.lookupSingleton(DroverConfiguration.class);
  }

  /** The repository with the three files; none: no jobs are made. */
  @CheckForNull
  public SeedRepository getSeed() {
    return seed;
  }

  @DataBoundSetter
  public void setSeed(@CheckForNull SeedRepository seed) {
    this.seed = seed;
    save();
  }

  /** The registry for images. */
  @CheckForNull
  public RegistrySettings getRegistry() {
    return registry;
  }

  @DataBoundSetter
  public void setRegistry(@CheckForNull RegistrySettings registry) {
    this.registry = registry;
    save();
  }

  /** The package store. */
  @CheckForNull
  public AptlySettings getAptly() {
    return aptly;
  }

  @DataBoundSetter
  public void setAptly(@CheckForNull AptlySettings aptly) {
    this.aptly = aptly;
    save();
  }

  /** What agents are like unless the files say more; none: Drover's own defaults. */
  @CheckForNull
  public AgentDefaults getAgents() {
    return agents;
  }

  @DataBoundSetter
  public void setAgents(@CheckForNull AgentDefaults agents) {
    this.agents = agents;
    save();
  }

  /** The shared library for the project's folder; none: Jenkins has one named drover already. */
  @CheckForNull
  public LibrarySettings getLibrary() {
    return library;
  }

  @DataBoundSetter
  public void setLibrary(@CheckForNull LibrarySettings library) {
    this.library = library;
    save();
  }

  /** The clusters that environments name. */
  public List<ClusterSettings> getClusters() {
    return List.copyOf(clusters);
  }

  @DataBoundSetter
  public void setClusters(@CheckForNull List<ClusterSettings> clusters) {
    this.clusters = clusters == null ? new ArrayList<>() : new ArrayList<>(clusters);
    save();
  }

  /** Tokens that programs show in place of a login. */
  public List<ApiTokenSettings> getApiTokens() {
    return List.copyOf(apiTokens);
  }

  @DataBoundSetter
  public void setApiTokens(@CheckForNull List<ApiTokenSettings> apiTokens) {
    this.apiTokens = apiTokens == null ? new ArrayList<>() : new ArrayList<>(apiTokens);
    save();
  }

  /** What jobs are like. They have no triggers of their own: the plugin starts them. */
  public SeedSettings seedSettings() {
    Optional<Library> shared = Optional.ofNullable(library).map(LibrarySettings::toLibrary);
    return new SeedSettings(Trigger.NONE, shared);
  }

  /** An optional part that is not ticked is not in the form, and is taken away. */
  @Override
  public boolean configure(StaplerRequest2 req, JSONObject json) {
    try (BulkChange change = new BulkChange(this)) {
      seed = null;
      registry = null;
      aptly = null;
      agents = null;
      library = null;
      clusters = new ArrayList<>();
      apiTokens = new ArrayList<>();
      req.bindJSON(this, json);
      change.commit();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return true;
  }

  /**
   * Nothing is kept, and no job made, of settings that are half changed: the form and Configuration
   * as Code change them in one go. At Jenkins' start seeding comes after the settings.
   */
  @Override
  public synchronized void save() {
    super.save();
    if (!BulkChange.contains(this) && Jenkins.get().getInitLevel() == InitMilestone.COMPLETED) {
      Seeding.get().request(SeedCause.SETTINGS);
    }
  }
}
