package io.drover.seedjobs.xml;

import io.drover.seedjobs.item.Job;
import io.drover.seedjobs.item.Parameter;
import io.drover.seedjobs.item.Retention;
import io.drover.seedjobs.item.Trigger;
import java.util.List;
import javax.xml.stream.XMLStreamException;

/**
 * Writes pipeline jobs. Sources: the fields of {@code WorkflowJob} and its properties
 * (workflow-job), {@code CpsFlowDefinition} (workflow-cps), {@code LogRotator}, {@code SCMTrigger}
 * and the parameter definitions (Jenkins' core).
 */
final class JobXml {
  private static final String PROPERTIES = "org.jenkinsci.plugins.workflow.job.properties.";

  /** Not all at the same moment: Jenkins takes {@code H} from the job's name. */
  private static final String OFTEN = "H/5 * * * *";

  private final XmlDocument xml;

  private JobXml(XmlDocument xml) {
    this.xml = xml;
  }

  static Rendered of(Job job) {
    return Rendered.of(
        job.name(),
        job.subject(),
        job.description(),
        description -> XmlDocument.of(xml -> new JobXml(xml).write(job, description)));
  }

  private void write(Job job, String description) throws XMLStreamException {
    xml.element(
        "flow-definition",
        () -> {
          xml.empty("actions");
          xml.text("description", description);
          xml.text("keepDependencies", false);
          xml.element("properties", () -> properties(job));
          xml.element(
              "definition",
              "org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition",
              () -> {
                xml.text("script", job.script());
                xml.text("sandbox", true);
              });
          xml.empty("triggers");
          xml.text("disabled", false);
        });
  }

  private void properties(Job job) throws XMLStreamException {
    retention(job.retention());
    if (!job.concurrent()) {
      // What was begun on an environment is never cut off by the next build.
      xml.element(
          PROPERTIES + "DisableConcurrentBuildsJobProperty",
          () -> xml.text("abortPrevious", false));
    }
    xml.element(
        PROPERTIES + "DurabilityHintJobProperty", () -> xml.text("hint", job.durability().name()));
    if (!job.parameters().isEmpty()) {
      parameters(job.parameters());
    }
    if (job.trigger().isPresent()) {
      trigger(job.trigger().get());
    }
  }

  private void retention(Retention retention) throws XMLStreamException {
    xml.element(
        "jenkins.model.BuildDiscarderProperty",
        () ->
            xml.element(
                "strategy",
                "hudson.tasks.LogRotator",
                () -> {
                  xml.text("daysToKeep", retention.days());
                  xml.text("numToKeep", retention.builds());
                  xml.text("artifactDaysToKeep", -1);
                  xml.text("artifactNumToKeep", retention.withArtifacts());
                  xml.text("removeLastBuild", false);
                }));
  }

  private void parameters(List<Parameter> parameters) throws XMLStreamException {
    xml.element(
        "hudson.model.ParametersDefinitionProperty",
        () ->
            xml.element(
                "parameterDefinitions",
                () -> {
                  for (Parameter parameter : parameters) {
                    parameter(parameter);
                  }
                }));
  }

  private void parameter(Parameter parameter) throws XMLStreamException {
    if (parameter instanceof Parameter.Choice choice) {
      xml.element("hudson.model.ChoiceParameterDefinition", () -> choice(choice));
    } else {
      String type = parameter instanceof Parameter.Lines ? "Text" : "String";
      xml.element(
          "hudson.model." + type + "ParameterDefinition",
          () -> {
            named(parameter);
            xml.empty("defaultValue");
            xml.text("trim", true);
          });
    }
  }

  private void choice(Parameter.Choice choice) throws XMLStreamException {
    named(choice);
    xml.element(
        "choices",
        "java.util.Arrays$ArrayList",
        () ->
            xml.element(
                "a",
                "string-array",
                () -> {
                  for (String one : choice.choices()) {
                    xml.text("string", one);
                  }
                }));
  }

  private void named(Parameter parameter) throws XMLStreamException {
    xml.text("name", parameter.name());
    xml.text("description", parameter.description());
  }

  private void trigger(Trigger trigger) throws XMLStreamException {
    String schedule =
        switch (trigger) {
          case POLL -> OFTEN;
          // Without times it never polls by itself, and the webhook finds it all the same.
          case WEBHOOK -> "";
          case NONE -> throw new IllegalArgumentException("a job without trigger has none");
        };
    xml.element(
        PROPERTIES + "PipelineTriggersJobProperty",
        () ->
            xml.element(
                "triggers",
                () ->
                    xml.element(
                        "hudson.triggers.SCMTrigger",
                        () -> {
                          xml.text("spec", schedule);
                          xml.text("ignorePostCommitHooks", false);
                        })));
  }
}
