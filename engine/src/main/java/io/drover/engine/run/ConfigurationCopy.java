package io.drover.engine.run;

import io.drover.config.model.Source;
import io.drover.engine.file.Trees;
import io.drover.engine.run.local.StateFolder;
import io.drover.engine.secret.Masking;
import io.drover.engine.secret.SecretFiles;
import io.drover.engine.version.Revision;
import io.drover.engine.version.Sources;
import java.nio.file.Path;
import java.util.Map;

/**
 * A copy of the configuration folder as a commit has it, without a history of its own.
 *
 * @param directory the copy
 * @param source what it is a copy of, the commit included
 */
public record ConfigurationCopy(Path directory, Source source) {
  /**
   * Fetches the configuration folder of a repository.
   *
   * @param source the repository; its branch may be a branch, a tag or a commit
   * @param folder the task's folder: the copy is made in it, anew
   * @param environment variables of this process
   * @throws io.drover.engine.WorkFailedException if it cannot be fetched
   */
  public static ConfigurationCopy fetch(Source source, Path folder, Map<String, String> environment)
      throws InterruptedException {
    Path directory = Trees.fresh(folder.resolve("configuration"));
    Path mirrors = new StateFolder(folder).mirrors();
    SecretFiles secrets =
        new SecretFiles(
            TaskRun.secretsFolder(environment).orElse(folder.resolve("secrets")),
            new Masking(),
            environment);
    Sources sources = Sources.open(directory, mirrors, secrets);
    Revision revision =
        sources.resolve(new Source(source.git(), source.branch(), source.credentials(), ""));
    sources.checkOut(source, revision, directory);
    return new ConfigurationCopy(
        directory,
        new Source(source.git(), revision.commit(), source.credentials(), source.path()));
  }
}
