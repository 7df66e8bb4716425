package io.jenkins.plugins.drover.library;

import hudson.Extension;
import hudson.model.Job;
import io.drover.seedjobs.item.Library;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.workflow.libs.LibraryConfiguration;
import org.jenkinsci.plugins.workflow.libs.LibraryResolver;

/**
 * The shared library that came with the plugin, for every job that asks for {@code drover}. One of
 * that name in a folder's or in Jenkins' own settings goes before it. It runs in the sandbox.
 */
@Extension(ordinal = -1000)
public final class BundledLibrary extends LibraryResolver {

  @Override
  public boolean isTrusted() {
    return false;
  }

  /** The library has the plugin's version, and no other can be had. */
  @Override
  public Collection<LibraryConfiguration> forJob(Job<?, ?> job, Map<String, String> versions) {
    if (!versions.containsKey(Library.NAME)) {
      return List.of();
    }
    LibraryConfiguration library = new LibraryConfiguration(Library.NAME, new BundledRetriever());
    library.setDefaultVersion(BundledRetriever.version());
    library.setAllowVersionOverride(false);
    library.setIncludeInChangesets(false);
    return List.of(library);
  }
}
