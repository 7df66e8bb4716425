package io.drover.engine.deploy.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.deploy.DeployResult;
import io.drover.engine.deploy.ServiceOutcome;
import io.drover.engine.deploy.ServiceOutcome.Kind;
import io.drover.testing.NeedsCluster;
import io.drover.testing.TestCluster;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where an administrator gave less than {@code drover rbac} prints. */
@NeedsCluster(pods = true, registry = true)
class LeastPrivilegeTest {
  private static final String HOST = "external_url: catalog.example.com\n";

  @TempDir private Path folder;

  private final TestCluster cluster;
  private ClusterFixture fixture;

  LeastPrivilegeTest(TestCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void open() throws IOException, InterruptedException {
    fixture = new ClusterFixture(cluster, folder);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  /** Leaves these verbs of one resource. */
  private void allowOnly(String resource, List<String> verbs) throws IOException {
    List<PolicyRule> rules =
        Permissions.rules(List.of(), true).stream()
            .filter(rule -> !verbs.isEmpty() || !rule.getResources().contains(resource))
            .map(
                rule ->
                    rule.getResources().contains(resource)
                        ? new PolicyRuleBuilder(rule).withVerbs(verbs).build()
                        : rule)
            .toList();
    RestrictedAccess.of(cluster, cluster.namespace(), rules, folder);
  }

  private static String services(String version, String ofCatalog) {
    return "deployment: {timeout: 60}\nservices:\n"
        + (service("catalog", version) + ofCatalog.indent(2)).indent(2)
        + service("pricing", version).indent(2);
  }

  private static String service(String name, String version) {
    return """
        - name: %s
          application: web
          ports: [8080]
          env: [{name: VERSION, value: "%s"}]
          requests: {cpu: 10m, memory: 16Mi}
          health_check: {http: {path: /health, port: 8080}, initial_delay: 0}
        """
        .formatted(name, version);
  }

  private String version(String service) {
    return cluster
        .client()
        .apps()
        .deployments()
        .inNamespace(cluster.namespace())
        .withName(service)
        .get()
        .getSpec()
        .getTemplate()
        .getSpec()
        .getContainers()
        .get(0)
        .getEnv()
        .stream()
        .filter(variable -> variable.getName().equals("VERSION"))
        .findFirst()
        .orElseThrow()
        .getValue();
  }

  @Test
  void aServiceWhoseRouteMayNotBeWrittenFailsAloneAndIsPutBack()
      throws IOException, InterruptedException {
    DeployResult first = fixture.deploy(services("1", ""));
    assertThat(first.succeeded()).as("%s %s", first, fixture.log).isTrue();

    allowOnly("ingresses", List.of("get", "list"));
    DeployResult second = fixture.deploy(services("2", HOST));
    ServiceOutcome catalog = ClusterFixture.outcome(second, "catalog");
    assertThat(catalog.kind()).isEqualTo(Kind.FAILED);
    assertThat(catalog.reason().orElseThrow())
        .contains("Ingress catalog")
        .contains("may not patch ingresses in namespace " + cluster.namespace())
        .contains("resources: [\"ingresses\"], verbs: [\"patch\"]", "drover rbac")
        .contains("the previous release was restored and is ready");
    assertThat(ClusterFixture.outcome(second, "pricing").kind()).isEqualTo(Kind.DEPLOYED);
    assertThat(version("catalog")).isEqualTo("1");
    assertThat(version("pricing")).isEqualTo("2");
  }

  @Test
  void aKindThatMayNotBeSeenConcernsOnlyWhoHasIt() throws IOException, InterruptedException {
    allowOnly("ingresses", List.of());
    DeployResult first = fixture.deploy(services("3", ""));
    assertThat(first.succeeded()).as("%s %s", first, fixture.log).isTrue();
    assertThat(fixture.log)
        .anySatisfy(
            line ->
                assertThat(line)
                    .contains("what an earlier release may have left there is not seen")
                    .contains("may not list ingresses in namespace " + cluster.namespace()));

    DeployResult second = fixture.deploy(services("4", HOST));
    ServiceOutcome catalog = ClusterFixture.outcome(second, "catalog");
    assertThat(catalog.kind()).isEqualTo(Kind.FAILED);
    assertThat(catalog.reason().orElseThrow()).contains("may not list ingresses", "drover rbac");
    assertThat(version("catalog")).isEqualTo("3");
    assertThat(version("pricing")).isEqualTo("4");
  }
}
