package io.drover.cli;

import io.drover.config.schema.FieldEntry;
import io.drover.config.schema.FieldGuide;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code drover explain}. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description = "Says what a field of the three files means, what may stand in it, and how.")
final class ExplainCommand implements Callable<Integer> {
  private static final int WIDEST_NAME = 24;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "FIELD",
      description =
          "The field, for example environments.services.hpa, services.hpa or hpa;"
              + " without it the three files.")
  private String field;

  private PrintWriter out;

  @Override
  public Integer call() {
    out = spec.commandLine().getOut();
    List<FieldEntry> found = field == null ? List.of() : FieldGuide.find(field);
    if (field == null) {
      FieldGuide.files().forEach(this::summary);
    } else if (found.isEmpty()) {
      return unknown();
    } else if (found.size() == 1) {
      explain(found.get(0));
    } else {
      out.printf("`%s` stands in several places:%n%n", field);
      found.forEach(this::summary);
      out.printf("%nFor more: drover explain %s%n", found.get(0).dotted());
    }
    out.flush();
    return 0;
  }

  private int unknown() {
    PrintWriter err = spec.commandLine().getErr();
    String hint =
        FieldGuide.nearest(field)
            .map("did you mean `%s`?"::formatted)
            .orElse("`drover explain` lists the three files, `drover explain FIELD` what is in it");
    err.printf("drover: there is no field `%s`; %s%n", field, hint);
    err.flush();
    return 1;
  }

  private void summary(FieldEntry entry) {
    out.printf("%s%n    %s%n", entry.dotted(), entry.node().description());
  }

  private void explain(FieldEntry entry) {
    out.printf("%s%n    %s%n%n", entry.dotted(), entry.node().description());
    entry.node().aliasOf().ifPresent(now -> out.printf("    Write `%s`.%n%n", now));
    entry.node().obsolete().ifPresent(hint -> out.printf("    Old: %s.%n%n", hint));
    if (entry.isOld()) {
      return;
    }
    out.printf("File:     %s%n", entry.file().preferredName());
    out.printf("Type:     %s%n", entry.type());
    if (entry.required()) {
      out.printf("Required: yes%n");
    }
    entry.node().defaultValue().ifPresent(value -> out.printf("Default:  %s%n", value));
    List<FieldEntry> children = entry.children().stream().filter(c -> !c.isOld()).toList();
    if (!children.isEmpty()) {
      out.printf("%nFields:%n");
      children.forEach(this::child);
    }
    out.printf("%nExample:%n");
    entry.example().lines().forEach(line -> out.printf("  %s%n", line));
  }

  private void child(FieldEntry child) {
    String required = child.required() ? ", required" : "";
    String otherwise = child.node().defaultValue().map(", default "::concat).orElse("");
    String name = String.format(Locale.ROOT, "%-" + WIDEST_NAME + "s", child.name());
    out.printf("  %s %s%s%s%n", name, child.type(), required, otherwise);
    out.printf("  %s %s%n", " ".repeat(WIDEST_NAME), child.node().description());
  }
}
