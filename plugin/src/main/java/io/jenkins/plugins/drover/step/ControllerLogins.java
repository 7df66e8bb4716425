package io.jenkins.plugins.drover.step;

import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.model.Item;
import io.drover.config.model.Source;
import io.drover.engine.WorkFailedException;
import io.drover.engine.file.AtomicFile;
import io.drover.engine.run.TaskNeeds;
import io.jenkins.plugins.drover.configuration.AptlySettings;
import io.jenkins.plugins.drover.configuration.CredentialsById;
import io.jenkins.plugins.drover.configuration.DroverConfiguration;
import io.jenkins.plugins.drover.configuration.RegistrySettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;

/** The logins with which the controller itself asks for images of agents. */
final class ControllerLogins {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final DroverConfiguration settings;
  private final Source origin;
  private final Item job;

  /**
   * Logins.
   *
   * @param origin the repository of the three files
   * @param job the job that asks: credentials of its folders count
   */
  ControllerLogins(DroverConfiguration settings, Source origin, Item job) {
    this.settings = settings;
    this.origin = origin;
    this.job = job;
  }

  /**
   * Variables of the {@code drover} command with their values.
   *
   * @param folder an empty one that its owner alone may read; the caller deletes it
   */
  Map<String, String> variables(TaskNeeds needs, Path folder) {
    Map<String, String> variables = new TreeMap<>();
    origin.credentials().ifPresent(id -> variables.putAll(GitLogin.of(id, job).values()));
    for (Source source : needs.repositories()) {
      variables.putAll(GitLogin.of(source.credentials().orElseThrow(), job).values());
    }
    RegistrySettings registry = settings.getRegistry();
    if (registry != null && needs.registry()) {
      CredentialsById.find(FileCredentials.class, registry.getCredentialsId(), job)
          .ifPresent(file -> variables.put("REGISTRY_AUTH_FILE", logins(file, folder).toString()));
    }
    AptlySettings aptly = settings.getAptly();
    if (aptly != null && needs.packages()) {
      Optional<StandardUsernamePasswordCredentials> login =
          CredentialsById.find(
              StandardUsernamePasswordCredentials.class, aptly.getCredentialsId(), job);
      login.ifPresent(
          there -> {
            variables.put("DROVER_APTLY_USER", there.getUsername());
            variables.put("DROVER_APTLY_PASSWORD", there.getPassword().getPlainText());
          });
    }
    return variables;
  }

  /** Only the logins: the names of credential helpers would be programs to run on this machine. */
  private static Path logins(FileCredentials file, Path folder) {
    ObjectNode logins = JSON.createObjectNode();
    try (InputStream content = file.getContent()) {
      logins.set("auths", JSON.readTree(content).path("auths"));
    } catch (IOException e) {
      // Without its words: they quote the file.
      throw new WorkFailedException(
          "the credentials %s are no file as docker login writes it".formatted(file.getId()));
    }
    Path copy = folder.resolve("auth.json");
    AtomicFile.write(copy, logins.toString());
    return copy;
  }
}
