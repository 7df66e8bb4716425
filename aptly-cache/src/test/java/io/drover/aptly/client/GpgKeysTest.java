package io.drover.aptly.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GpgKeysTest {

  @ParameterizedTest
  @CsvSource({
    "'gpg: Total number processed: 1;gpg:               imported: 1;gpg: not found', true",
    "'gpg: Total number processed: 3;gpg:  imported: 1;gpg:  unchanged: 2', true",
    "'gpg: Total number processed: 2;gpg:               imported: 1', false",
    "'gpg: no valid OpenPGP data found.;gpg: Total number processed: 0', false",
    "'', false"
  })
  void whetherKeysWereTakenIsReadFromWhatGpgSays(String words, boolean taken) {
    assertThat(GpgKeys.isImported(words.replace(';', '\n'))).isEqualTo(taken);
  }
}
