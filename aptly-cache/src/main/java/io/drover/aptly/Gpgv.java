package io.drover.aptly;

import io.drover.aptly.client.AptlyException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Checks signatures with gpgv, the program that apt itself asks. */
final class Gpgv {

  private static final int SECONDS = 20;

  private Gpgv() {}

  /**
   * Why a clear-signed text is not to be trusted; empty when the key signed it. Further signatures
   * do not matter, as they do not to apt: while keys are changed there are two.
   *
   * @param key fingerprint or long id
   * @param keyring file with public keys
   * @throws AptlyException when gpgv cannot be run
   */
  static Optional<String> problem(String text, String key, Path keyring) {
    Path file = null;
    try {
      file = Files.createTempFile("drover-", ".InRelease");
      Files.writeString(file, text);
      String status = run(file, keyring);
      String wanted = key.replaceFirst("^0[xX]", "").toUpperCase(Locale.ROOT);
      boolean good =
          status
              .lines()
              .filter(line -> line.startsWith("[GNUPG:] VALIDSIG "))
              .anyMatch(line -> line.strip().endsWith(wanted));
      return good ? Optional.empty() : Optional.of("is not signed by the key " + key);
    } catch (IOException e) {
      throw new AptlyException("gpgv cannot be run to check signatures: " + e.getMessage());
    } finally {
      delete(file);
    }
  }

  private static String run(Path file, Path keyring) throws IOException {
    Process process =
        new ProcessBuilder(
                List.of(
                    "gpgv",
                    "--status-fd=1",
                    "--keyring=" + keyring.toAbsolutePath(),
                    file.toString()))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      process.getOutputStream().close();
      // it says less than a pipe holds
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        throw new AptlyException("gpgv did not end within " + SECONDS + " s");
      }
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AptlyException("stopped while a signature was checked");
    } finally {
      process.destroyForcibly();
    }
  }

  private static void delete(Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // an empty file in the temporary folder harms nobody
    }
  }
}
