package io.drover.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.drover.config.model.Configuration;
import io.drover.config.model.Source;
import io.drover.config.reader.ConfigurationReader;
import io.drover.engine.WorkFailedException;
import io.drover.engine.agent.kubernetes.AgentSettings;
import io.drover.engine.agent.kubernetes.TaskPod;
import io.drover.engine.plan.Plan;
import io.drover.engine.plan.Task;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskSpecsTest {
  private static final String COMMIT = "0123456789012345678901234567890123456789";
  private static final String PREPARE =
      " sh drover task build:web --git https://git.example.com/it's.git --commit "
          + COMMIT
          + " --folder shop --branch fix --prepare --work /home/jenkins/agent/drover/work";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private Configuration configuration;
  private List<Map<String, Object>> logins = List.of();
  private Optional<String> image =
      Optional.of("registry.example.com/shop/agents@sha256:" + "a".repeat(64));

  @BeforeEach
  void writeTheFiles() throws Exception {
    Files.writeString(
        folder.resolve("build.yaml"),
        """
        project: shop
        components:
          - name: web
            repository: {path: web}
            env: [{name: COLOUR, value: blue}, {secret: TOKEN, value: registry/token}]
            build: [{shell: make}]
            artifacts: [{location: "*.deb"}]
            reports: [{junit: "out/*.xml"}, {html: site}]
            resources: {cpu: "2", memory: 1Gi}
            timeout: 20m
        """);
    Files.writeString(
        folder.resolve("application.yaml"),
        "project: shop\napplications: [{name: web, runtime: \"debian:12\"}]\n");
    Files.writeString(
        folder.resolve("environments.yaml"),
        """
        project: shop
        environments:
          - name: dev
            next_environment: prd
            services: [{name: web, port: 8080}]
            tests:
              - {name: smoke, repository: {path: tests}, commands: [{shell: ./smoke}], timeout: 5m}
              - name: load
                type: locust
                repository: {path: tests}
                env: [{secret: TOKEN, value: shop/token}]
                run_time: 10m
                timeout: 15m
                retries: 1
          - name: prd
            deployment: {mode: manual}
            services:
              - {name: web, port: 8080}
              - {name: shop, application: web, port: 8080, deployment: {method: bluegreen, active: blue}}
        """);
    var read = ConfigurationReader.read(folder);
    configuration = read.configuration().orElseThrow(() -> new AssertionError(read.problems()));
  }

  private Map<String, Object> spec(String task, Map<String, String> parameters)
      throws InterruptedException {
    return spec(task, parameters, Optional.empty(), List.of("drover-stores"));
  }

  private Map<String, Object> spec(
      String task,
      Map<String, String> parameters,
      Optional<String> jenkinsImage,
      List<String> secrets)
      throws InterruptedException {
    TaskPod pod =
        new TaskPod(
            "registry.example.com/drover:1",
            jenkinsImage,
            Optional.of("drover"),
            Map.of("DROVER_REGISTRY", "registry.example.com"),
            secrets);
    Source origin =
        new Source(
            Optional.of("https://git.example.com/it's.git"),
            Optional.of(COMMIT),
            Optional.empty(),
            "shop");
    return new TaskSpecs(
            configuration,
            origin,
            pod,
            Optional.empty(),
            AgentSettings.DEFAULT,
            id -> image,
            (of, agent) -> logins)
        .spec(task, parameters);
  }

  private List<Task> all() {
    List<Task> all = new ArrayList<>(Plan.of(configuration).tasks());
    all.addAll(Plan.requested(configuration));
    return all;
  }

  @Test
  void everyTaskFitsTheContractOfTheSharedLibrary() throws Exception {
    JsonNode contract =
        JSON.readTree(
            Path.of("../shared-library/src/test/resources/contract/contract.schema.json").toFile());
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
            .getSchema(((ObjectNode) contract).put("$ref", "#/definitions/task"));
    for (Optional<String> made : List.of(image, Optional.<String>empty())) {
      image = made;
      for (Task task : all()) {
        JsonNode spec = JSON.valueToTree(spec(task.id(), Map.of("versions", "web=1.0")));
        assertThat(schema.validate(spec)).as(task.id()).isEmpty();
      }
    }
  }

  @Test
  void aBuildRunsItsLinesInAContainerThatHasNeitherTokenNorStores() throws Exception {
    JsonNode spec = JSON.valueToTree(spec("build:web", Map.of("branch", "fix", "versions", "")));

    assertThat(spec.path("steps")).hasSize(2);
    assertThat(spec.at("/steps/0/container").asText()).isEqualTo(TaskPod.MAIN);
    assertThat(spec.at("/steps/0/script").asText())
        .endsWith("exec sh '.drover/work/build-web/control/task.sh'\n");
    assertThat(spec.at("/steps/0/credentials").toString())
        .isEqualTo(
            "[{\"id\":\"builds.registry.token\",\"kind\":\"string\",\"variable\":\"TOKEN\"}]");
    assertThat(spec.at("/junit/0").asText())
        .isEqualTo(".drover/work/build-web/workspace/out/*.xml");
    assertThat(spec.path("timeoutSeconds").asInt()).isEqualTo(30 * 60);
    String pod = spec.path("podYaml").asText();
    String main = pod.substring(pod.indexOf("containers:"), pod.indexOf("DROVER_REGISTRY"));
    assertThat(main).contains(image.orElseThrow(), "memory: \"1Gi\"").doesNotContain("secretRef");
    assertThat(pod).doesNotContain("serviceAccountName").contains("runAsNonRoot: true");
  }

  @Test
  void thePodItselfBeginsToPrepare() throws Exception {
    Map<String, String> parameters = Map.of("branch", "fix");
    String apart = (String) spec("build:web", parameters).get("podYaml");
    assertThat(commandOf(TaskPod.DROVER, apart)).contains("while :; do sleep").endsWith(PREPARE);
    assertThat(commandOf("jnlp", apart)).isEmpty();

    Optional<String> same = Optional.of("registry.example.com/drover:1");
    String one = (String) spec("build:web", parameters, same, List.of()).get("podYaml");
    assertThat(commandOf("jnlp", one)).contains("exec jenkins-agent").endsWith(PREPARE);
    assertThat(commandOf(TaskPod.MAIN, one)).contains("while :; do sleep").doesNotContain("task");
    assertThat((String) spec("deploy:dev", Map.of()).get("podYaml")).doesNotContain("--prepare");
  }

  private static String commandOf(String container, String pod) {
    return Serialization.unmarshal(pod, Pod.class).getSpec().getContainers().stream()
        .filter(one -> one.getName().equals(container))
        .flatMap(one -> one.getCommand().stream())
        .collect(Collectors.joining(" "));
  }

  @Test
  void whatNeedsLoginsIsPreparedInAStepThatHasThem() throws Exception {
    logins = List.of(Map.of("id", "shop-git", "kind", "file", "variable", "LOGIN"));
    JsonNode spec = JSON.valueToTree(spec("build:web", Map.of("branch", "fix", "versions", "")));

    assertThat(spec.at("/steps/0/script").asText())
        .isEqualTo(
            "drover task build:web --git 'https://git.example.com/it'\\''s.git' --commit "
                + COMMIT
                + " --folder shop --branch fix --prepare");
    assertThat(spec.at("/steps/1/script").asText())
        .isEqualTo("sh .drover/work/build-web/control/task.sh");
    assertThat(spec.at("/steps/0/credentials").toString()).contains("shop-git");
    assertThat(spec.at("/steps/1/credentials").toString()).doesNotContain("shop-git");
    assertThat(spec.at("/steps/2/credentials").toString()).contains("shop-git");
    assertThat(spec.path("podYaml").asText()).doesNotContain("--prepare");
    assertThat(JSON.valueToTree(spec("test:dev/load", Map.of())).at("/steps/0/credentials"))
        .extracting(credential -> credential.path("id").asText())
        .containsExactly("shop-git", "dev.shop.token");
  }

  @Test
  void onlyTheContainerOfDroverActsInTheCluster() throws Exception {
    String pod = (String) spec("test:dev/smoke", Map.of()).get("podYaml");

    assertThat(pod)
        .contains("serviceAccountName: \"drover\"", "automountServiceAccountToken: false");
    assertThat(pod.split("/var/run/secrets/kubernetes.io/serviceaccount", -1)).hasSize(2);
    assertThat(pod.indexOf("/var/run/secrets/kubernetes.io"))
        .isGreaterThan(pod.indexOf("name: \"drover\""));
  }

  @Test
  void aLoadTestBringsMasterAndWorkersToPodsOfTheirOwn() throws Exception {
    JsonNode spec = JSON.valueToTree(spec("test:dev/load", Map.of()));

    assertThat(spec.path("steps")).hasSize(1);
    assertThat(spec.at("/steps/0/container").asText()).isEqualTo(TaskPod.DROVER);
    assertThat(spec.at("/steps/0/script").asText())
        .startsWith("drover task test:dev/load ")
        .endsWith(" --folder shop --work .drover --agent kubernetes --unstable");
    assertThat(spec.at("/steps/0/credentials/0/id").asText()).isEqualTo("dev.shop.token");
    assertThat(spec.at("/html/0/folder").asText())
        .isEqualTo(".drover/logs/reports/test-dev-load/.drover-locust/report");
    assertThat(spec.path("timeoutSeconds").asInt()).isEqualTo((2 * 15 + 10) * 60);
    assertThat(spec.path("podYaml").asText())
        .contains("serviceAccountName: \"drover\"", "fieldPath: \"metadata.uid\"")
        .doesNotContain("name: \"" + TaskPod.MAIN + "\"");
  }

  @Test
  void oneImageForDroverAndJenkinsIsOneContainer() throws Exception {
    Optional<String> same = Optional.of("registry.example.com/drover:1");
    JsonNode spec = JSON.valueToTree(spec("test:dev/smoke", Map.of(), same, List.of()));

    assertThat(spec.at("/steps/0/container").asText()).isEqualTo(TaskPod.MAIN);
    assertThat(spec.at("/steps/1").has("container")).isFalse();
    assertThat(spec.path("podYaml").asText())
        .contains("name: \"jnlp\"", "DROVER_REGISTRY", "name: \"token\"")
        .doesNotContain("name: \"drover\"", "command:\n    - \"drover");
    // Jenkins shows the variables of its agents.
    assertThat(spec("test:dev/smoke", Map.of(), same, List.of("drover-stores")).toString())
        .contains("container=" + TaskPod.DROVER);
  }

  @Test
  void aPersonApprovesTheWayIntoAManualEnvironment() throws Exception {
    assertThat(spec("promote:dev", Map.of())).containsKey("approval");
    assertThat(spec("deploy:dev", Map.of())).doesNotContainKey("approval");
    assertThat(spec("deploy:prd", Map.of())).doesNotContainKey("approval");
  }

  @Test
  void whatSomebodyAsksForTakesNoApprovalAndIsDoneTwiceOnlyWhereThatIsTheSame() throws Exception {
    JsonNode change =
        JSON.valueToTree(spec("switch:prd", Map.of("service", "shop", "colour", "green")));
    assertThat(change.at("/steps/0/script").asText())
        .endsWith(" --service shop --colour green --work .drover");
    assertThat(change.path("podYaml").asText()).contains("serviceAccountName: \"drover\"");
    assertThat(change.has("once") || change.has("approval")).isFalse();

    Map<String, Object> back = spec("rollback:prd", Map.of("release", " "));
    assertThat(back).containsEntry("once", true).doesNotContainKey("approval");
    assertThat(spec("rollback:prd", Map.of("release", "0123abcd")))
        .doesNotContainKey("once")
        .extracting("steps")
        .asString()
        .contains("drover task rollback:prd", "--release 0123abcd");
    assertThatThrownBy(() -> spec("switch:dev", Map.of()))
        .isInstanceOf(WorkFailedException.class)
        .hasMessage("switch:dev is no task of shop; of this kind there are switch:prd");
  }

  @Test
  void aTaskWhoseAgentIsNotThereMakesItFirst() throws Exception {
    image = Optional.empty();
    Map<String, Object> spec = spec("build:web", Map.of());
    assertThat(spec).containsEntry("again", true).doesNotContainKey("junit");
    assertThat(spec.get("steps").toString()).contains("--agent-image");
  }
}
