package io.drover.config.bind;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShellWordsTest {
  @Test
  void splitsAsAShellDoes() {
    assertThat(ShellWords.split("nginx -g \"daemon off;\""))
        .containsExactly("nginx", "-g", "daemon off;");
    assertThat(ShellWords.split("  a\t'b  c' d\\ e \"\" ''f\n"))
        .containsExactly("a", "b  c", "d e", "", "f");
    assertThat(ShellWords.split("\"a\\\"b\\n\" 'c\\'")).containsExactly("a\"b\\n", "c\\");
    assertThat(ShellWords.split("a \\\n b")).containsExactly("a", "b");
    assertThat(ShellWords.split("'open")).containsExactly("open");
    assertThat(ShellWords.split(" ")).isEmpty();
  }
}
