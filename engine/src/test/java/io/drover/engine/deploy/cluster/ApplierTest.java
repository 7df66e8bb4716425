package io.drover.engine.deploy.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.engine.deploy.cluster.Applied.Result;
import io.drover.engine.kubernetes.Ownership;
import io.drover.testing.NeedsCluster;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@NeedsCluster
@Timeout(120)
class ApplierTest {
  private TestNamespace namespace;

  @BeforeEach
  void connect() throws InterruptedException {
    namespace = new TestNamespace();
  }

  @AfterEach
  void remove() {
    namespace.close();
  }

  @Test
  void theSecondTimeNothingIsSent() throws Exception {
    assertThat(namespace.apply(Objects.all()))
        .extracting(Applied::reason, Applied::result)
        .allMatch(t -> t.toList().get(1) == Result.CREATED, "created");
    Map<String, String> versions = versions();

    Inventory inventory = namespace.inventory(Objects.all());
    for (HasMetadata desired : Objects.all()) {
      ObjectNode live = inventory.live(desired).orElseThrow().json();
      ObjectNode wanted = Applicable.of(desired, namespace.name);
      assertThat(OwnedFields.of(live).differs(wanted, live))
          .as("%s\n%s\n%s", desired.getKind(), wanted, live)
          .isFalse();
    }

    assertThat(namespace.apply(Objects.all()))
        .extracting(Applied::result)
        .containsOnly(Result.UNCHANGED);
    assertThat(versions()).isEqualTo(versions);
  }

  private Map<String, String> versions() throws InterruptedException {
    Map<String, String> versions = new TreeMap<>();
    for (HasMetadata object : Objects.all()) {
      // Controllers write into the status of the others.
      ObjectNode json = Normalized.of(namespace.live(object).json());
      versions.put(object.getKind(), json.toString());
    }
    for (HasMetadata object : List.of(Objects.configMap("conf", "a"), Objects.secret("keys", ""))) {
      versions.put(object.getKind() + " version", namespace.resourceVersion(object));
    }
    return versions;
  }

  @Test
  void whatTheApiServerIsSentTwiceItDoesNotWrite() throws Exception {
    HasMetadata web = Objects.service("web", 80);
    namespace.apply(web);
    Applier applier = namespace.applier(List.of(web), ApplySettings.DEFAULT);
    LiveObject live = namespace.live(web);
    ObjectNode after =
        applier
            .writer()
            .write(live.apiKind(), Applicable.of(web, namespace.name), false, Optional.of(live));
    assertThat(after.path("metadata").path("resourceVersion"))
        .isEqualTo(live.json().path("metadata").path("resourceVersion"));
  }

  @Test
  void replicasThatAreLeftToAnAutoscalerStayAsTheyAre() throws Exception {
    Deployment three = (Deployment) Objects.deployment("scaled", "registry.example/web:1");
    three.getSpec().setReplicas(3);
    namespace.apply(three);

    Deployment open = (Deployment) Objects.deployment("scaled", "registry.example/web:1");
    open.getSpec().setReplicas(null);
    namespace.apply(open);

    assertThat(spec(open).path("spec").path("replicas").asInt()).isEqualTo(3);
    assertThat(namespace.apply(open).result()).isEqualTo(Result.UNCHANGED);
  }

  @Test
  void aChangeIsAppliedAndPutBack() throws Exception {
    HasMetadata first = Objects.deployment("web", "registry.example/web:1");
    namespace.apply(first);
    ObjectNode before = spec(first);

    HasMetadata second = Objects.deployment("web", "registry.example/web:2");
    second.getMetadata().setAnnotations(Map.of());
    Applier applier = namespace.applier(List.of(second), ApplySettings.DEFAULT);
    Applied changed = applier.apply(second);
    assertThat(changed.result()).isEqualTo(Result.CHANGED);
    assertThat(spec(second).toString()).contains("web:2").doesNotContain("\"team\"");

    applier.restore(changed);
    assertThat(spec(first)).isEqualTo(before);
    assertThat(namespace.apply(first).result()).isEqualTo(Result.UNCHANGED);
  }

  private ObjectNode spec(HasMetadata object) throws InterruptedException {
    return Normalized.of(namespace.live(object).json());
  }

  @Test
  void everythingThatIsPutBackIsAsItWas() throws Exception {
    namespace.apply(Objects.all());
    for (LiveObject live : namespace.inventory(Objects.all()).objects()) {
      ObjectNode extract = OwnedFields.of(live.json()).extract(live.json());
      assertThat(OwnedFields.of(live.json()).differs(extract, live.json()))
          .as("%s\n%s", extract, live.json())
          .isFalse();
    }
  }

  @Test
  void whatWasCreatedIsDeletedWhenPutBackButNoVolume() throws Exception {
    HasMetadata conf = Objects.configMap("conf", "a");
    HasMetadata data = Objects.claim("data", "1Gi");
    Applier applier = namespace.applier(List.of(conf, data), ApplySettings.DEFAULT);
    for (Applied applied : applier.apply(List.of(conf, data), o -> 0)) {
      applier.restore(applied);
    }
    Inventory left = namespace.inventory(List.of());
    assertThat(left.live(conf)).isEmpty();
    assertThat(left.live(data)).isPresent();
  }

  @Test
  void fieldsOfAnotherManagerAreAConflictUntilForced() throws Exception {
    HasMetadata conf = Objects.configMap("conf", "a");
    namespace.apply(conf);
    LiveObject live = namespace.live(conf);
    ObjectNode edited = live.json().deepCopy();
    edited.withObjectProperty("data").put("value", "edited");
    namespace
        .cluster
        .requests()
        .replace(
            ApiPath.object(live.apiKind(), namespace.name, "conf") + "?fieldManager=kubectl-edit",
            edited);

    Applied refused = namespace.apply(Objects.configMap("conf", "b"));
    assertThat(refused.result()).isEqualTo(Result.FAILED);
    assertThat(refused.reason().orElseThrow())
        .contains("data.value is set by \"kubectl-edit\"", "--force-conflicts");

    Applied forced =
        namespace
            .applier(List.of(conf), new ApplySettings(true, false))
            .apply(Objects.configMap("conf", "b"));
    assertThat(forced.result()).isEqualTo(Result.CHANGED);
  }

  @Test
  void whatOthersMadeIsLeftAloneUntilAdopted() throws Exception {
    HasMetadata conf = Objects.configMap("conf", "theirs");
    conf.getMetadata().setLabels(Map.of());
    String list = ApiPath.list(new ApiKind("v1", "ConfigMap", "configmaps", true), namespace.name);
    namespace
        .cluster
        .requests()
        .create(list + "?fieldManager=kubectl-create", Applicable.of(conf, namespace.name));

    Applied refused = namespace.apply(Objects.configMap("conf", "ours"));
    assertThat(refused.result()).isEqualTo(Result.FAILED);
    assertThat(refused.reason().orElseThrow())
        .contains("is there already and was made by \"kubectl-create\"", "--adopt");

    HasMetadata ours = Objects.configMap("conf", "ours");
    Applier applier = namespace.applier(List.of(ours), new ApplySettings(false, true));
    Applied adopted = applier.apply(ours);
    assertThat(adopted.result()).isEqualTo(Result.CHANGED);
    assertThat(namespace.apply(ours).result()).isEqualTo(Result.UNCHANGED);

    applier.restore(adopted);
    assertThat(namespace.live(ours).json().path("data").path("value").asText()).isEqualTo("theirs");
    assertThat(namespace.inventory(List.of()).live(ours)).isEmpty();
  }

  @Test
  void anotherEnvironmentsObjectIsNeverAdopted() throws Exception {
    HasMetadata conf = Objects.configMap("conf", "theirs");
    conf.getMetadata().setLabels(new Ownership("shop", "prd").labels());
    conf.getMetadata().setNamespace(namespace.name);
    namespace.cluster.client().resource(conf).create();
    Applied refused =
        namespace
            .applier(List.of(conf), new ApplySettings(true, true))
            .apply(Objects.configMap("conf", "ours"));
    assertThat(refused.reason().orElseThrow())
        .contains("belongs to environment prd of project shop");
  }

  @Test
  void aChangedJobIsMadeAnew() throws Exception {
    HasMetadata first = Objects.job("once", "true");
    namespace.apply(first);
    String uid = namespace.live(first).uid();
    Applied changed = namespace.apply(Objects.job("once", "false"));
    assertThat(changed.reason()).isEmpty();
    assertThat(changed.result()).isEqualTo(Result.CHANGED);
    assertThat(namespace.live(first).uid()).isNotEqualTo(uid);
  }

  @Test
  void aFieldThatCannotChangeIsNamedWithTheWayOut() throws Exception {
    namespace.apply(Objects.statefulSet("db", "1Gi"));
    assertThat(namespace.apply(Objects.statefulSet("db", "2Gi")).reason().orElseThrow())
        .contains("spec cannot change once it is there", "--cascade=orphan");

    namespace.apply(Objects.claim("data", "2Gi"));
    assertThat(namespace.apply(Objects.claim("data", "1Gi")).reason().orElseThrow())
        .contains("a volume can only grow");

    HasMetadata web = Objects.deployment("web", "registry.example/web:1");
    namespace.apply(web);
    ObjectNode other = Applicable.of(web, namespace.name);
    String labels = other.toString().replace("{\"app\":\"web\"}", "{\"app\":\"other\"}");
    Applied refused = namespace.apply(TestNamespace.object(labels));
    assertThat(refused.reason().orElseThrow())
        .isEqualTo(
            "spec.selector cannot change once it is there; change it back, or have it made anew:"
                + " kubectl delete deployment web --namespace "
                + namespace.name);
  }

  @Test
  void aKindThatTheClusterDoesNotServeIsAnErrorAtThatObject() throws Exception {
    HasMetadata future =
        TestNamespace.object("{apiVersion: autoscaling/v9, kind: Robot, metadata: {name: web}}");
    List<Applied> results = namespace.apply(List.of(future, Objects.configMap("conf", "a")));
    assertThat(results.get(0).reason().orElseThrow())
        .contains("the cluster does not serve autoscaling/v9 Robot");
    assertThat(results.get(1).result()).isEqualTo(Result.CREATED);
  }

  @Test
  void anInvalidObjectIsRefusedWithItsField() throws Exception {
    HasMetadata service = Objects.service("web", 70000);
    assertThat(namespace.apply(service).reason().orElseThrow())
        .contains("spec.ports[0].port: 70000: must be between 1 and 65535");
  }

  @Test
  void onlyWhatDroverMadeIsPruned() throws Exception {
    List<HasMetadata> objects = new ArrayList<>(Objects.all());
    objects.add(Objects.configMap("blue", "a"));
    namespace.apply(objects);
    HasMetadata theirs = Objects.configMap("theirs", "a");
    theirs.getMetadata().getLabels().remove(Ownership.ENVIRONMENT);
    theirs.getMetadata().setNamespace(namespace.name);
    namespace.cluster.client().resource(theirs).create();

    List<HasMetadata> kept = List.of(Objects.service("web", 80));
    List<String> pruned =
        namespace
            .applier(kept, ApplySettings.DEFAULT)
            .prune(kept, object -> object.name().equals("blue"));
    assertThat(pruned)
        .containsExactly(
            "ConfigMap conf",
            "Deployment web",
            "HorizontalPodAutoscaler web",
            "Ingress web",
            "Job once",
            "PodDisruptionBudget web",
            "ResourceQuota quota",
            "Secret keys",
            "StatefulSet db");
    assertThat(namespace.inventory(List.of()).objects())
        .extracting(LiveObject::fullName)
        .contains("ConfigMap blue", "Service web", "PersistentVolumeClaim data");
    assertThat(namespace.live(theirs).name()).isEqualTo("theirs");
  }

  @Test
  void aRemovedFieldIsRemovedAndAForeignOneStays() throws Exception {
    HasMetadata conf = Objects.configMap("conf", "a");
    namespace.apply(conf);
    LiveObject live = namespace.live(conf);
    ObjectNode edited = live.json().deepCopy();
    edited.withObjectProperty("data").put("theirs", "x");
    String path = ApiPath.object(live.apiKind(), namespace.name, "conf");
    namespace.cluster.requests().replace(path + "?fieldManager=them", edited);
    assertThat(namespace.apply(conf).result()).isEqualTo(Result.UNCHANGED);

    HasMetadata less =
        TestNamespace.object(
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: conf}, data: {value: a}}");
    assertThat(namespace.apply(less).result()).isEqualTo(Result.CHANGED);
    assertThat(namespace.live(conf).json().path("data").toString())
        .isEqualTo("{\"theirs\":\"x\",\"value\":\"a\"}");
  }
}
