package io.drover.config.schema;

import io.drover.config.problem.ProblemCode;
import java.util.List;

/** Writes the reference of the three files, and of their problems, as Markdown. */
final class Reference {
  private static final String MADE =
      "<!-- Made by ReferenceTest, which says how. Do not change it by hand. -->\n\n";

  private final StringBuilder out = new StringBuilder(MADE);

  private Reference() {}

  /** The fields of a file: a table for each object, its keys in the order of the schema. */
  static String of(FileKind file) {
    FieldEntry root = FieldGuide.find(file.preferredName()).get(0);
    Reference reference = new Reference();
    reference.out.append("# ").append(file.preferredName()).append("\n\n");
    reference.out.append(root.node().description()).append("\n\n");
    reference.yaml(root.example());
    reference.table(root.children());
    reference.sections(root);
    return reference.out.toString();
  }

  /** All codes of problems. */
  static String problems() {
    StringBuilder text = new StringBuilder(MADE);
    text.append("# Problems\n\n");
    text.append("Every problem has a code, which never changes its meaning.\n\n");
    text.append("| code | what is wrong | what to do |\n|---|---|---|\n");
    for (ProblemCode code : ProblemCode.values()) {
      text.append("| `").append(code.id()).append("` | ");
      text.append(cell(code.meaning())).append(" | ").append(cell(code.remedy())).append(" |\n");
    }
    return text.toString();
  }

  private void sections(FieldEntry owner) {
    for (FieldEntry field : owner.children()) {
      List<FieldEntry> children = field.children();
      if (!field.isOld() && !children.isEmpty()) {
        String depth = field.path().size() > 2 ? "### " : "## ";
        out.append('\n').append(depth).append(field.dotted()).append("\n\n");
        out.append(field.node().description()).append("\n\n");
        table(children);
        out.append('\n');
        yaml(field.example());
        sections(field);
      }
    }
  }

  private void table(List<FieldEntry> fields) {
    out.append("| field | type | default | meaning |\n|---|---|---|---|\n");
    for (FieldEntry field : fields) {
      String name = "`" + field.name() + "`";
      out.append("| ").append(field.isOld() ? name + " (old)" : name).append(" | ");
      out.append(field.isOld() ? "" : cell(field.type())).append(" | ");
      out.append(cell(otherwise(field))).append(" | ");
      out.append(cell(meaning(field))).append(" |\n");
    }
  }

  private static String otherwise(FieldEntry field) {
    return field.required()
        ? "required"
        : field.node().defaultValue().map(value -> "`" + value + "`").orElse("");
  }

  private static String meaning(FieldEntry field) {
    String hint = field.node().obsolete().map(h -> " What to do: " + h + ".").orElse("");
    return field.node().description() + hint;
  }

  private void yaml(String example) {
    out.append("```yaml\n").append(example).append("```\n");
    if (out.indexOf("| field") < 0) {
      out.append('\n');
    }
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
