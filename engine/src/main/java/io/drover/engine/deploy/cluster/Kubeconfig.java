package io.drover.engine.deploy.cluster;

import io.drover.engine.WorkFailedException;
import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.NamedAuthInfo;
import io.fabric8.kubernetes.api.model.NamedCluster;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.KubeConfigUtils;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds out which API server to ask, and as whom, as {@code kubectl} does. */
final class Kubeconfig {
  private static final Path SERVICE_ACCOUNT =
      Path.of("/var/run/secrets/kubernetes.io/serviceaccount/token");

  private Kubeconfig() {}

  /**
   * The client's configuration.
   *
   * @param environment this process's environment variables
   * @throws WorkFailedException if there is nothing to read, or it lacks what was asked for
   */
  static Config load(ClusterAccess access, Map<String, String> environment) {
    List<Path> files = files(access, environment);
    if (files.isEmpty() && Files.isRegularFile(SERVICE_ACCOUNT)) {
      // fabric8 reads the service account only as part of its own search.
      return Config.autoConfigure(null);
    }
    if (files.isEmpty()) {
      throw new WorkFailedException(
          "there is no kubeconfig: name one with --kubeconfig or KUBECONFIG, or put it at"
              + " ~/.kube/config");
    }
    Config config = read(files, access.context());
    proxy(config, environment);
    return config;
  }

  /**
   * The client's configuration for a kubeconfig that is no file and that others than this process's
   * user may have written.
   *
   * @param context its context; empty: its current one
   * @throws WorkFailedException if it lacks what was asked for, or would run commands or read files
   *     of this machine
   */
  static Config parse(String kubeconfig, Optional<String> context) {
    io.fabric8.kubernetes.api.model.Config parsed;
    try {
      parsed = KubeConfigUtils.parseConfigFromString(kubeconfig);
    } catch (RuntimeException e) {
      // Without the cause: it quotes the line, which may hold a token.
      throw unreadable("");
    }
    if (parsed == null) {
      throw new WorkFailedException("there is no kubeconfig, or it is empty");
    }
    checkContained(parsed);
    Config config = config("", context, parsed);
    proxy(config, System.getenv());
    return config;
  }

  private static void checkContained(io.fabric8.kubernetes.api.model.Config parsed) {
    for (NamedAuthInfo user : parsed.getUsers()) {
      AuthInfo login = user.getUser();
      boolean outside =
          login != null
              && (login.getExec() != null
                  || login.getAuthProvider() != null
                  || login.getTokenFile() != null
                  || login.getClientCertificate() != null
                  || login.getClientKey() != null);
      if (outside) {
        throw new WorkFailedException(
            "user %s of the kubeconfig names a command or a file, which are not taken here: give it a token, or client-certificate-data and client-key-data"
                .formatted(user.getName()));
      }
    }
    for (NamedCluster cluster : parsed.getClusters()) {
      if (cluster.getCluster() != null && cluster.getCluster().getCertificateAuthority() != null) {
        throw new WorkFailedException(
            "cluster %s of the kubeconfig names a file, which is not taken here: give it certificate-authority-data"
                .formatted(cluster.getName()));
      }
    }
  }

  private static List<Path> files(ClusterAccess access, Map<String, String> environment) {
    if (access.kubeconfig().isPresent()) {
      Path file = access.kubeconfig().get();
      if (!Files.isRegularFile(file)) {
        throw new WorkFailedException("kubeconfig %s: there is no such file".formatted(file));
      }
      return List.of(file);
    }
    String named = environment.getOrDefault("KUBECONFIG", "");
    Stream<Path> candidates =
        named.isBlank()
            ? Stream.of(Path.of(environment.getOrDefault("HOME", "/"), ".kube", "config"))
            : Arrays.stream(named.split(File.pathSeparator))
                .filter(name -> !name.isBlank())
                .map(Path::of);
    List<Path> files = candidates.filter(Files::isRegularFile).toList();
    if (files.isEmpty() && !named.isBlank()) {
      throw new WorkFailedException("KUBECONFIG names %s: there is no such file".formatted(named));
    }
    return files;
  }

  private static Config read(List<Path> files, Optional<String> context) {
    io.fabric8.kubernetes.api.model.Config[] parsed;
    try {
      parsed =
          files.stream()
              .map(file -> KubeConfigUtils.parseConfig(file.toFile()))
              .toArray(io.fabric8.kubernetes.api.model.Config[]::new);
    } catch (RuntimeException e) {
      // Without the cause: it quotes the line, which may hold a token.
      throw unreadable(" " + names(files));
    }
    return config(" " + names(files), context, parsed);
  }

  private static WorkFailedException unreadable(String named) {
    return new WorkFailedException(
        "kubeconfig%s cannot be read; \"kubectl config view\" says why".formatted(named));
  }

  /**
   * @param named a blank and what people call it; empty for one without a name
   */
  private static Config config(
      String named, Optional<String> context, io.fabric8.kubernetes.api.model.Config... parsed) {
    Config config = Config.empty();
    try {
      KubeConfigUtils.merge(config, context.orElse(null), parsed);
    } catch (RuntimeException e) {
      throw unreadable(named);
    }
    NamedContext current = config.getCurrentContext();
    String there =
        config.getContexts().stream()
            .map(NamedContext::getName)
            .sorted()
            .collect(Collectors.joining(", "));
    if (context.isPresent()
        && (current == null || !current.getName().equals(context.orElseThrow()))) {
      throw new WorkFailedException(
          "kubeconfig%s has no context %s; it has: %s"
              .formatted(named, context.orElseThrow(), there.isEmpty() ? "none" : there));
    }
    if (current == null || current.getContext() == null) {
      throw new WorkFailedException(
          "kubeconfig%s has no current context; name one with --context: %s"
              .formatted(named, there.isEmpty() ? "it has none" : there));
    }
    return config;
  }

  private static void proxy(Config config, Map<String, String> environment) {
    if (config.getHttpsProxy() != null || config.getHttpProxy() != null) {
      return;
    }
    config.setHttpsProxy(either(environment, "HTTPS_PROXY", "https_proxy"));
    config.setHttpProxy(either(environment, "HTTP_PROXY", "http_proxy"));
    String direct = either(environment, "NO_PROXY", "no_proxy");
    if (direct != null) {
      config.setNoProxy(
          Arrays.stream(direct.split(","))
              .map(String::strip)
              .filter(s -> !s.isEmpty())
              .toArray(String[]::new));
    }
  }

  private static String either(Map<String, String> environment, String name, String other) {
    String value = environment.getOrDefault(name, environment.getOrDefault(other, ""));
    return value.isBlank() ? null : value;
  }

  private static String names(List<Path> files) {
    return files.stream().map(Path::toString).collect(Collectors.joining(", "));
  }
}
