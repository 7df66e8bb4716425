package io.drover.config.schema;

import java.util.regex.Pattern;

/**
 * A regular expression that is compiled when it is first asked: of some seventy in the schemas a
 * project needs a third, and compiling all of them takes longer than reading a small project.
 */
public final class TextForm {
  private final String expression;
  private volatile Pattern compiled;

  private TextForm(String expression) {
    this.expression = expression;
  }

  /** The form that an expression describes, as JSON Schema takes it. */
  static TextForm of(String expression) {
    return new TextForm(expression);
  }

  /** Whether the expression is found in a text. */
  public boolean fits(String text) {
    Pattern pattern = compiled;
    if (pattern == null) {
      pattern = Pattern.compile(expression);
      compiled = pattern;
    }
    return pattern.matcher(text).find();
  }

  /** The expression. */
  @Override
  public String toString() {
    return expression;
  }
}
