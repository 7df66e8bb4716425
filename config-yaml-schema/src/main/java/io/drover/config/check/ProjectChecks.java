package io.drover.config.check;

import io.drover.config.problem.Wording;
import io.drover.config.tree.Value.Text;
import java.util.List;

/** Checks across the files, each file's problems going to that file. */
public final class ProjectChecks {
  private ProjectChecks() {}

  /** Checks what the schemas cannot say; files that could not be read are left out. */
  public static void check(ReadFile build, ReadFile application, ReadFile environments) {
    sameProject(List.of(build, application, environments));
    ComponentChecks components = new ComponentChecks(build);
    ApplicationChecks applications = new ApplicationChecks(application);
    components.check();
    applications.check(build);
    new EnvironmentChecks(environments).check(application);
    // Last: what a misspelt name leaves unused is no trouble of its own.
    components.unused(application);
    applications.unused(environments);
  }

  private static void sameProject(List<ReadFile> files) {
    Text first = null;
    String firstFile = "";
    for (ReadFile file : files) {
      Text project = file.root().flatMap(root -> root.scalar("project")).orElse(null);
      if (first == null) {
        first = project;
        firstFile = file.name();
      } else if (project != null && !project.text().equals(first.text())) {
        file.problems()
            .error(
                project.place(),
                "project-differs",
                "`project` is "
                    + Wording.quote(project.text())
                    + " here and "
                    + Wording.quote(first.text())
                    + " in "
                    + firstFile,
                "write the same in all three files");
      }
    }
  }
}
