package io.drover.config.check;

import io.drover.config.problem.Problems;
import io.drover.config.problem.Secrets;
import io.drover.config.tree.Value.Fields;
import io.drover.config.tree.Value.Text;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Checks environment variables: none twice, references to secrets, credentials in the clear. */
final class VariableChecks {
  private static final Pattern SECRET_REFERENCE =
      Pattern.compile("[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?(/[-._a-zA-Z0-9]{1,253})?");

  private VariableChecks() {}

  static void check(List<Fields> variables, Problems out) {
    Map<String, Text> first = new HashMap<>();
    for (Fields variable : variables) {
      Optional<Text> name = variable.scalar("secret").or(() -> variable.scalar("name"));
      name.ifPresent(
          text -> Duplicates.check(text, "variable", UnaryOperator.identity(), first, out));
      variable.scalar("value").ifPresent(value -> value(variable, value, out));
    }
  }

  private static void value(Fields variable, Text value, Problems out) {
    if (variable.has("secret")) {
      if (!SECRET_REFERENCE.matcher(value.text()).matches()) {
        out.error(
            value.place(),
            "bad-secret-reference",
            "the value beside `secret` is not the name of a Kubernetes secret",
            "write `name` or `name/key`; the secret itself is kept in the cluster");
      }
    } else if (Secrets.looksSecret(variable.text("name").orElse(""), value.text())) {
      out.warning(
          value.place(),
          "credential-in-clear",
          "`value` looks like a credential in the clear",
          "keep it in a secret or in the credentials store and refer to it by name");
    }
  }
}
