package io.jenkins.plugins.drover.step;

import com.cloudbees.jenkins.plugins.sshcredentials.SSHUserPrivateKey;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import hudson.model.Item;
import hudson.util.Secret;
import io.drover.engine.WorkFailedException;
import io.drover.engine.secret.SecretFiles;
import io.jenkins.plugins.drover.configuration.CredentialsById;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/** Credentials of Jenkins as the {@code drover} command takes those of repositories. */
final class GitLogin {
  private static final String KEY = "ssh-privatekey";
  private static final String USER = "username";
  private static final String PASSWORD = "password";
  private static final String TOKEN = "token";

  private final String id;
  private final StandardCredentials credentials;

  private GitLogin(String id, StandardCredentials credentials) {
    this.id = id;
    this.credentials = credentials;
  }

  /**
   * Finds credentials.
   *
   * @param id as the files or the settings name them
   * @param job the job that they are for: those of its folders count
   * @throws WorkFailedException if there are none that git could use
   */
  static GitLogin of(String id, Item job) {
    StandardCredentials found =
        CredentialsById.find(StandardCredentials.class, id, job)
            .orElseThrow(
                () ->
                    new WorkFailedException(
                        "Jenkins has no credentials %s, which a repository needs: add an SSH key, a user name and password, or a secret text with a token, under that id"
                            .formatted(id)));
    if (found instanceof SSHUserPrivateKey key && !Secret.toString(key.getPassphrase()).isEmpty()) {
      throw new WorkFailedException(
          "the key of the credentials %s has a passphrase, and nobody is there to type it; take a key without one, made for this purpose alone"
              .formatted(id));
    }
    boolean usable =
        found instanceof SSHUserPrivateKey
            || found instanceof StandardUsernamePasswordCredentials
            || found instanceof StringCredentials;
    if (!usable) {
      throw new WorkFailedException(
          "the credentials %s are neither an SSH key nor a user name and password nor a secret text, which is what git can use"
              .formatted(id));
    }
    return new GitLogin(id, found);
  }

  /** What the step withCredentials is told; no secret is in it. */
  Map<String, Object> binding() {
    Map<String, Object> binding = new LinkedHashMap<>();
    binding.put("id", id);
    if (credentials instanceof SSHUserPrivateKey) {
      binding.put("kind", "sshKey");
      binding.put("keyFileVariable", SecretFiles.variable(id, KEY) + "_FILE");
    } else if (credentials instanceof StringCredentials) {
      binding.put("kind", "string");
      binding.put("variable", SecretFiles.variable(id, TOKEN));
    } else {
      binding.put("kind", "usernamePassword");
      binding.put("usernameVariable", SecretFiles.variable(id, USER));
      binding.put("passwordVariable", SecretFiles.variable(id, PASSWORD));
    }
    return binding;
  }

  /** The variables with their values, for what this process asks itself. */
  Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    if (credentials instanceof SSHUserPrivateKey key) {
      key.getPrivateKeys().stream()
          .findFirst()
          .ifPresent(text -> values.put(SecretFiles.variable(id, KEY), text));
    } else if (credentials instanceof StringCredentials text) {
      values.put(SecretFiles.variable(id, TOKEN), text.getSecret().getPlainText());
    } else if (credentials instanceof StandardUsernamePasswordCredentials login) {
      values.put(SecretFiles.variable(id, USER), login.getUsername());
      values.put(SecretFiles.variable(id, PASSWORD), login.getPassword().getPlainText());
    }
    return values;
  }
}
