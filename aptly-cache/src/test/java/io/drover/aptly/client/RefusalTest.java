package io.drover.aptly.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusalTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          400 | local repo with name x already exists                            | Conflict
          409 | Needed resources are used by other tasks.                        | Conflict
          409 | unable to drop: snapshot is published                            | Conflict
          500 | won't delete mirror with snapshots, use 'force=1' to override    | Conflict
          403 | won't delete mirror with snapshots, use 'force=1' to override    | Conflict
          400 | prefix/distribution already used by another published repo: p/x  | Conflict
          400 | Task with id 3 is still in state=1                               | Conflict
          404 | snapshot with name x not found                                   | NotFound
          400 | dest repo error: local repo with name x not found                | NotFound
          500 | unable to drop: published repo with storage:prefix/distribution p/x not found | NotFound
          400 | could not find task with id 7                                    | NotFound
          404 | key not found                                                    | NotFound
          500 | write /a/b: permission denied                                    | Refused
          400 | parsing failed: unexpected token                                 | Refused
          500 | unable to update: HTTP code 404 while fetching http://x/y        | Refused
          """)
  void whatAptlySaysTellsMoreThanTheStatus(int status, String words, String kind) {
    RefusedException error = refusal(status, "{\"error\":\"" + words + "\"}");

    assertThat(error.getClass().getSimpleName()).isEqualTo(kind + "Exception");
    assertThat(error.words()).isEqualTo(words);
    assertThat(error.status()).isEqualTo(status);
    assertThat(error)
        .hasMessage("aptly at u could not do it: " + words + " (HTTP " + status + ").");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          404 | 404 page not found      | 404 page not found
          404 | <html>  <b>no</b></html> | <html> <b>no</b></html>
          500 | ''                      | no reason given
          500 | {}                      | {}
          """)
  void whatSomebodyElseSaysIsQuotedAndNoMoreThanARefusal(int status, String body, String quoted) {
    RefusedException error = refusal(status, body);

    assertThat(error.getClass()).isEqualTo(RefusedException.class);
    assertThat(error.words()).isEmpty();
    assertThat(error).hasMessageContaining(": " + quoted + " (HTTP " + status + ").");
  }

  @Test
  void aFullDiskIsToldWithWhatHelps() {
    assertThat(
            refusal(500, "{\"error\":\"gpg: error writing to '/a/b': No space left on device\"}"))
        .hasMessage(
            "aptly at u could not do it: gpg: error writing to '/a/b': No space left on device (HTTP"
                + " 500). Its disk is full: make room there, and do the same again.");
  }

  @Test
  void wordsInAListAndOfGpgAreFound() {
    assertThat(refusal(500, "[{\"error\":\"disk full\"},{\"error\":\"x\"}]").words())
        .isEqualTo("disk full");
    assertThat(refusal(400, "\"gpg: no valid OpenPGP data found.\\n\"").words())
        .isEqualTo("gpg: no valid OpenPGP data found.");
  }

  private static RefusedException refusal(int status, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return Refusal.of("aptly at u", "do it", status, bytes, body);
  }
}
