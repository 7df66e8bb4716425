package io.jenkins.plugins.drover.page;

import hudson.Extension;
import hudson.model.AdministrativeMonitor;
import hudson.security.Permission;
import io.jenkins.plugins.drover.handover.Handover;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;

/** Says that another Jenkins serves the same project. */
@Extension
@Symbol("droverSecond")
public final class SecondMonitor extends AdministrativeMonitor {

  @Override
  public String getDisplayName() {
    return "Drover: another Jenkins serves this project";
  }

  @Override
  public boolean isActivated() {
    return Handover.get().other().isPresent();
  }

  @Override
  public Permission getRequiredPermission() {
    return Jenkins.SYSTEM_READ;
  }

  /** The other one. */
  public String getOther() {
    return Handover.get().other().orElse("");
  }
}
