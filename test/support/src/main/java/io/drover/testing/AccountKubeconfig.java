package io.drover.testing;

import io.fabric8.kubernetes.api.model.NamedAuthInfoBuilder;
import io.fabric8.kubernetes.api.model.NamedClusterBuilder;
import io.fabric8.kubernetes.api.model.NamedContextBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/** A kubeconfig for a service account. */
final class AccountKubeconfig {
  private static final long SECONDS = 6 * 3600;
  private static final String NAME = "account";

  private AccountKubeconfig() {}

  static Path write(KubernetesClient admin, String namespace, String account, Path folder)
      throws IOException {
    Config config = admin.getConfiguration();
    var kubeconfig =
        new io.fabric8.kubernetes.api.model.ConfigBuilder()
            .withClusters(
                new NamedClusterBuilder()
                    .withName(NAME)
                    .withNewCluster()
                    .withServer(config.getMasterUrl())
                    .withCertificateAuthority(config.getCaCertFile())
                    .withCertificateAuthorityData(config.getCaCertData())
                    .withInsecureSkipTlsVerify(config.isTrustCerts() ? Boolean.TRUE : null)
                    .endCluster()
                    .build())
            .withUsers(
                new NamedAuthInfoBuilder()
                    .withName(NAME)
                    .withNewUser()
                    .withToken(token(admin, namespace, account))
                    .endUser()
                    .build())
            .withContexts(
                new NamedContextBuilder()
                    .withName(NAME)
                    .withNewContext()
                    .withCluster(NAME)
                    .withUser(NAME)
                    .withNamespace(namespace)
                    .endContext()
                    .build())
            .withCurrentContext(NAME)
            .build();
    return Files.writeString(folder.resolve(account + ".yaml"), Serialization.asYaml(kubeconfig));
  }

  private static String token(KubernetesClient admin, String namespace, String account) {
    try {
      return admin
          .serviceAccounts()
          .inNamespace(namespace)
          .withName(account)
          .tokenRequest(
              new TokenRequestBuilder()
                  .withNewSpec()
                  .withExpirationSeconds(SECONDS)
                  .endSpec()
                  .build())
          .getStatus()
          .getToken();
    } catch (KubernetesClientException e) {
      // Before 1.20 clusters need not give tokens on request, but have made one already.
      return secret(admin, namespace, account).orElseThrow(() -> e);
    }
  }

  private static Optional<String> secret(KubernetesClient admin, String namespace, String account) {
    return admin.secrets().inNamespace(namespace).list().getItems().stream()
        .filter(secret -> "kubernetes.io/service-account-token".equals(secret.getType()))
        .filter(secret -> belongsTo(secret, account))
        .findFirst()
        .map(secret -> Base64.getDecoder().decode(secret.getData().get("token")))
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  private static boolean belongsTo(Secret secret, String account) {
    return account.equals(
        secret.getMetadata().getAnnotations().get("kubernetes.io/service-account.name"));
  }
}
