package io.drover.cli.init;

import io.drover.engine.WorkFailedException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code drover init}. */
@Command(
    name = "init",
    mixinStandardHelpOptions = true,
    description = {
      "Writes the three files. In an empty folder also a small component",
      "that builds at once; in an existing project, a packaging script.",
      "Nothing is ever overwritten."
    })
public final class InitCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "The folder (default: this one); made where it is missing.")
  private Path directory;

  @Option(
      names = "--template",
      paramLabel = "NAME",
      description =
          "java-maven, node, python, go or static (default: what the folder's files say, else asked).")
  private String template;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "The project's name (default: what the folder's files say, else its own).")
  private String name;

  /** Created by the command line. */
  public InitCommand() {}

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Prompt prompt = new Prompt(spec.commandLine().getErr());
    if (Files.exists(directory) && !Files.isDirectory(directory)) {
      throw new WorkFailedException("%s is no folder".formatted(directory));
    }
    NewFiles.check(directory, Set.of());
    boolean empty = Detection.isEmpty(directory);
    Detection found = found(prompt, empty);
    if (!found.evidence().isEmpty()) {
      out.println("Found %s: %s.".formatted(found.evidence(), found.inWords()));
    }
    ProjectName project = project(found, prompt);
    Recipe recipe =
        empty
            ? NewRecipes.of(found.template(), project)
            : ExistingRecipes.of(found, directory, project);
    ProjectFiles texts = new ProjectFiles(found.template(), project, recipe);
    Map<String, String> files = empty ? texts.forNew() : texts.forExisting();
    NewFiles.write(directory, files);
    new Summary(out, directory).print(project, recipe, List.copyOf(files.keySet()), empty);
    return 0;
  }

  private Detection found(Prompt prompt, boolean empty) {
    if (template != null) {
      return Detection.as(known(template), directory);
    }
    Optional<Detection> found = empty ? Optional.empty() : Detection.of(directory);
    return found.orElseGet(() -> Detection.as(asked(prompt), directory));
  }

  private Template asked(Prompt prompt) {
    if (!prompt.canAsk()) {
      throw new ParameterException(
          spec.commandLine(),
          "Nothing in %s says what it is to be. Name a --template: %s"
              .formatted(directory, Template.labels()));
    }
    while (true) {
      String answer =
          prompt
              .ask("What is it to be? (%s)".formatted(Template.labels()), "")
              .orElseThrow(() -> new WorkFailedException("no answer; nothing was written"));
      Optional<Template> chosen = Template.of(answer);
      if (chosen.isPresent()) {
        return chosen.get();
      }
    }
  }

  private Template known(String label) {
    return Template.of(label)
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(),
                    "There is no template \"%s\". There are: %s"
                        .formatted(label, Template.labels())));
  }

  private ProjectName project(Detection found, Prompt prompt) {
    if (name != null) {
      try {
        return normalised(name);
      } catch (WorkFailedException e) {
        throw new ParameterException(spec.commandLine(), capitalised(e.getMessage()));
      }
    }
    String proposal = found.name().orElseGet(this::folderName);
    return prompt.canAsk() ? askedName(prompt, proposal) : normalised(proposal);
  }

  private ProjectName askedName(Prompt prompt, String proposal) {
    String otherwise = label(proposal);
    while (true) {
      String answer =
          prompt
              .ask("Its name", otherwise)
              .orElseThrow(() -> new WorkFailedException("no answer; nothing was written"));
      try {
        return normalised(answer);
      } catch (WorkFailedException e) {
        spec.commandLine().getErr().println(capitalised(e.getMessage()));
      }
    }
  }

  private ProjectName normalised(String text) {
    ProjectName project = ProjectName.of(text);
    if (!project.label().equals(text)) {
      spec.commandLine()
          .getOut()
          .println(
              "The name is \"%s\": services take a-z, 0-9 and hyphens, after a letter (given: \"%s\")."
                  .formatted(project.label(), text));
    }
    return project;
  }

  /** Empty where nothing can be made of the text. */
  private static String label(String text) {
    try {
      return ProjectName.of(text).label();
    } catch (WorkFailedException e) {
      return "";
    }
  }

  private String folderName() {
    Path last = directory.toAbsolutePath().normalize().getFileName();
    return last == null ? "" : last.toString();
  }

  private static String capitalised(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
