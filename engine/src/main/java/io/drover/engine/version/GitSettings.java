package io.drover.engine.version;

import java.io.File;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;

/**
 * What JGit learns about the machine. By itself it starts git to find the system's configuration,
 * measures the clock of each file system with probe files, keeps the result in the user's home, and
 * asks DNS for the host's name: nothing of that is needed here. The user's own git configuration
 * (ignored files, line ends) counts, as in {@code git status}.
 */
final class GitSettings extends SystemReader.Delegate {
  private static final File SYSTEM_CONFIGURATION = new File("/etc/gitconfig");

  /** Coarser than any file system's clock in use; costs at most that a file is read again. */
  private static final long CLOCK_MILLIS = 100;

  static {
    FS.DETECTED.setGitSystemConfig(SYSTEM_CONFIGURATION);
    SystemReader.setInstance(new GitSettings(SystemReader.getInstance()));
  }

  private GitSettings(SystemReader delegate) {
    super(delegate);
  }

  /** Makes JGit use these settings; cheap when it does already. */
  static void use() {
    // The work is done once, when this class is loaded.
  }

  @Override
  public FileBasedConfig openUserConfig(Config parent, FS fs) {
    Path xdg = getXdgConfigDirectory(fs);
    Config base =
        xdg == null ? parent : new FileBasedConfig(parent, xdg.resolve("git/config").toFile(), fs);
    return new FileBasedConfig(base, new File(fs.userHome(), ".gitconfig"), fs) {
      @Override
      public long getTimeUnit(
          String section, String subsection, String name, long otherwise, TimeUnit unit) {
        return "filesystem".equals(section)
            ? unit.convert(CLOCK_MILLIS, TimeUnit.MILLISECONDS)
            : super.getTimeUnit(section, subsection, name, otherwise, unit);
      }
    };
  }

  @Override
  public String getHostname() {
    return "localhost";
  }
}
