package io.jenkins.plugins.drover.library;

import hudson.FilePath;
import hudson.PluginWrapper;
import hudson.model.Run;
import hudson.model.TaskListener;
import java.io.IOException;
import java.io.InputStream;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.libs.LibraryRetriever;

/** Unpacks the library out of the plugin: no repository, no network, no time to speak of. */
final class BundledRetriever extends LibraryRetriever {

  /** The plugin's version. */
  static String version() {
    PluginWrapper plugin = Jenkins.get().getPluginManager().whichPlugin(BundledRetriever.class);
    return plugin == null ? "0" : plugin.getVersion();
  }

  @Override
  public void retrieve(
      String name,
      String version,
      boolean changelog,
      FilePath target,
      Run<?, ?> run,
      TaskListener listener)
      throws IOException, InterruptedException {
    try (InputStream library = BundledRetriever.class.getResourceAsStream("library.zip")) {
      target.unzipFrom(library);
    }
  }

  @Override
  public void retrieve(
      String name, String version, FilePath target, Run<?, ?> run, TaskListener listener)
      throws IOException, InterruptedException {
    retrieve(name, version, false, target, run, listener);
  }
}
