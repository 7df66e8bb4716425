package io.drover.engine.deploy.cluster;

import io.drover.config.model.Service;
import io.drover.engine.WorkFailedException;
import io.drover.engine.deploy.DeployResult;
import io.drover.engine.deploy.Parallel;
import io.drover.engine.deploy.cluster.Applied.Result;
import io.drover.engine.deploy.cluster.rollout.RollOut;
import io.drover.engine.deploy.cluster.rollout.Verdict;
import io.drover.engine.deploy.cluster.rollout.Workload;
import io.drover.engine.kubernetes.Colours;
import io.drover.engine.kubernetes.Desired;
import io.drover.engine.kubernetes.EnvironmentManifests;
import io.drover.engine.kubernetes.ManifestSettings;
import io.drover.engine.kubernetes.Manifests;
import io.drover.engine.kubernetes.Ownership;
import io.drover.engine.kubernetes.Waves;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * One deployment of an environment: configuration, then workloads, then, where these are ready, the
 * routes that lead to them. What does not become ready is put back as it was.
 */
final class ClusterDeployment {
  private static final int CONFIGURATION = 0;
  private static final int WORKLOADS = 1;
  private static final int ROUTES = 2;

  private final Cluster cluster;
  private final Desired desired;
  private final DeploySettings settings;
  private final ManifestSettings manifestSettings;
  private final ReleaseConfigMap records;
  private final Ownership ownership;
  private final String namespace;
  private final Consumer<String> log;

  private Inventory inventory;
  private Applier applier;
  private Restoration restoration;
  private Map<String, Colours> coloursBefore;
  private List<Unit> units;
  private boolean silent;

  /**
   * A deployment.
   *
   * @param records where the kinds that were written are remembered
   */
  ClusterDeployment(
      Cluster cluster,
      Desired desired,
      DeploySettings settings,
      ReleaseConfigMap records,
      Consumer<String> log) {
    this.cluster = cluster;
    this.desired = desired;
    this.settings = settings;
    this.manifestSettings = settings.manifests().forMinorVersion(cluster.minorVersion());
    this.records = records;
    this.ownership = new Ownership(desired.project(), desired.environment().name());
    this.namespace = desired.environment().namespace();
    this.log = log;
  }

  DeployResult run() throws InterruptedException {
    Namespaces.ensure(cluster, namespace, ownership, log);
    try (DeployLease lease = DeployLease.acquire(cluster, namespace, settings.patience(), log)) {
      Optional<Settled> settled = Settled.of(desired, manifestSettings);
      if (settled.isPresent() && isSettled(settled.get(), lease.settled())) {
        coloursBefore = Map.of();
        return new DeployResult(settled.get().outcomes(), List.of());
      }
      prepare(lease::check);
      DeployResult result = deployOrUndo();
      if (settled.isPresent() && silent && result.succeeded()) {
        withNothingToDo(result).map(settled.get()::note).ifPresent(lease::markSettled);
      }
      return result;
    }
  }

  private DeployResult deployOrUndo() throws InterruptedException {
    try {
      return deploy();
    } catch (InterruptedException e) {
      log.accept("interrupted: what is not ready is put back as it was");
      new Interrupted(cluster, applier).mark(units);
      restoration.undo(units);
      throw e;
    }
  }

  /** Whether a former deployment noted that what is there now is what is asked for now. */
  private boolean isSettled(Settled settled, Optional<String> note) throws InterruptedException {
    if (note.filter(settled::isAskedFor).isEmpty()) {
      return false;
    }
    Set<String> known = records.kinds(desired.environment().name());
    Inventory now = inventory(Inventory.kinds(cluster, List.of(), known));
    return now.forbidden().isEmpty() && note.get().equals(settled.note(now));
  }

  /**
   * The state of the namespace in which another deployment would find nothing to do; empty if it
   * would, as somebody or a controller has changed something since.
   */
  private Optional<Inventory> withNothingToDo(DeployResult result) {
    if (!result.changed()) {
      return Optional.of(inventory);
    }
    try {
      Inventory now = inventory(List.copyOf(inventory.listed()));
      Applier after = new Applier(cluster, namespace, ownership, now, settings.apply(), () -> {});
      List<HasMetadata> wanted = wanted();
      boolean nothing =
          wanted.stream().allMatch(object -> isSame(object, now) || after.isAsWanted(object))
              && now.objects().stream().allMatch(LiveObject::isDone)
              && after.surplus(wanted, this::isToStay).isEmpty();
      return Optional.of(now).filter(n -> nothing && n.forbidden().isEmpty());
    } catch (WorkFailedException e) {
      // All is deployed; the next one looks at it once more.
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** Whether nobody has touched an object that nothing was to be done about. */
  private boolean isSame(HasMetadata object, Inventory now) {
    Optional<String> before = inventory.live(object).map(LiveObject::state);
    return before.isPresent() && before.equals(now.live(object).map(LiveObject::state));
  }

  /** What {@link #run} would change, by the API server's own dry run. Nothing is written. */
  List<ObjectDiff> diff() throws InterruptedException {
    prepare(() -> {});
    Map<String, HasMetadata> wanted = new LinkedHashMap<>();
    units.forEach(unit -> unit.objects().forEach(object -> wanted.put(key(object), object)));
    return Diff.of(applier, wanted.values(), this::isToStay);
  }

  /** The colours by service that this deployment worked on. */
  Map<String, Colours> colours() {
    return coloursBefore;
  }

  /** Looks at what is there, and decides what is to be done. Nothing is written yet. */
  private void prepare(Runnable guard) throws InterruptedException {
    Set<String> known = records.kinds(desired.environment().name());
    // With many services both take their time.
    Parallel.Both<EnvironmentManifests, Inventory> both =
        Parallel.both(
            () -> Manifests.of(desired, manifestSettings, Colours.atFirst(desired.environment())),
            () -> inventory(Inventory.kinds(cluster, List.of(), known)));
    EnvironmentManifests any = both.first();
    Set<String> further = kinds(any.objects());
    further.removeAll(known);
    inventory = both.second().withAll(inventory(Inventory.served(cluster, further)));
    applier = new Applier(cluster, namespace, ownership, inventory, settings.apply(), guard);
    restoration = new Restoration(cluster, namespace, applier, log);
    coloursBefore = new BlueGreen(desired, manifestSettings, applier).choose();
    units = Unit.all(desired.environment(), coloursBefore.isEmpty() ? any : manifestsOnceReady());
    silent = new KindCheck(cluster, inventory, log).check(units);
    new GpuCheck(cluster, manifestSettings.gpus()).check(desired.environment(), units);
  }

  private Inventory inventory(List<ApiKind> kinds) throws InterruptedException {
    return Inventory.listAllowed(cluster, namespace, ownership, kinds);
  }

  /** What shall stand at the end: names lead to the colours that are live then. */
  private EnvironmentManifests manifestsOnceReady() {
    Map<String, Colours> afterwards = new TreeMap<>();
    for (Service service : Colours.services(desired.environment())) {
      Colours before = coloursBefore.get(service.name());
      afterwards.put(service.name(), BlueGreen.afterwards(service, before, settings.goLive()));
    }
    return Manifests.of(desired, manifestSettings, afterwards);
  }

  private DeployResult deploy() throws InterruptedException {
    Set<String> kinds = kindsToRemember();
    if (!kinds.isEmpty()) {
      records.addKinds(desired.environment().name(), kinds);
    }
    apply(CONFIGURATION);
    awaitDrain();
    apply(WORKLOADS);
    await();
    restoration.run(units);
    apply(ROUTES);
    restoration.run(units);
    List<String> removed = prune();
    return new DeployResult(units.stream().map(Unit::outcome).toList(), removed);
  }

  /** Applies one wave of all units that are well; what two of them name is applied once. */
  private void apply(int wave) throws InterruptedException {
    Map<String, HasMetadata> objects = new LinkedHashMap<>();
    List<Unit> well = units.stream().filter(Unit::isWell).toList();
    for (Unit unit : well) {
      unit.objects().stream().filter(o -> wave(o) == wave).forEach(o -> objects.put(key(o), o));
    }
    Map<String, Applied> results = new ConcurrentHashMap<>();
    try {
      Parallel.map(
          Cluster.PARALLEL,
          List.copyOf(objects.entrySet()),
          object ->
              results.put(
                  object.getKey(),
                  applier.apply(
                      object.getValue(), presumed -> results.put(object.getKey(), presumed))));
    } finally {
      for (Unit unit : well) {
        unit.objects().stream()
            .map(o -> results.get(key(o)))
            .filter(Objects::nonNull)
            .forEach(unit::note);
      }
    }
    objects.keySet().stream().map(results::get).filter(Applied::changed).forEach(this::tell);
  }

  private void tell(Applied result) {
    String what = result.result() == Result.CREATED ? "created" : "changed";
    log.accept("%s %s".formatted(result.name(), what));
  }

  /**
   * A name that would lead to other pods than before does so only when these are ready: another
   * colour, or the way from rolling upgrades to blue/green and back.
   */
  private int wave(HasMetadata object) {
    return movesAway(object) ? ROUTES : Waves.of(object);
  }

  private boolean movesAway(HasMetadata object) {
    if (!(object instanceof io.fabric8.kubernetes.api.model.Service service)) {
      return false;
    }
    return inventory
        .live(object)
        .filter(live -> !live.selector().equals(service.getSpec().getSelector()))
        .isPresent();
  }

  /** The colour that was live until lately may still be answering requests. */
  private void awaitDrain() throws InterruptedException {
    for (Unit unit : units) {
      if (unit.isWell() && unit.service().flatMap(s -> s.colours()).isPresent()) {
        Colours before = coloursBefore.get(unit.name());
        HasMetadata staged = unit.workload().orElseThrow();
        boolean touched =
            before.live() != before.staged()
                && inventory.live(staged).isPresent()
                && !applier.isAsWanted(staged);
        if (touched) {
          Drain.await(inventory, unit, log);
        }
      }
    }
  }

  private void await() throws InterruptedException {
    List<Workload> workloads =
        units.stream()
            .filter(Unit::isWell)
            .filter(u -> u.workload().isPresent() && (u.changedWorkload() || !isDone(u)))
            .map(Unit::toAwait)
            .toList();
    Map<String, Verdict> verdicts = RollOut.await(cluster.client(), namespace, workloads, log);
    for (Unit unit : units) {
      Optional.ofNullable(verdicts.get(unit.name())).filter(v -> !v.ready()).ifPresent(unit::fail);
    }
  }

  private boolean isDone(Unit unit) {
    return inventory.live(unit.workload().orElseThrow()).filter(LiveObject::isDone).isPresent();
  }

  /**
   * Deletes what nobody asks for any more; but not as long as something failed, which what is to go
   * may still be standing in for.
   */
  private List<String> prune() throws InterruptedException {
    List<HasMetadata> wanted = wanted();
    if (units.stream().allMatch(Unit::isWell)) {
      List<String> gone = applier.prune(wanted, this::isToStay);
      if (!gone.isEmpty()) {
        records.setKinds(desired.environment().name(), kindsToRemember());
      }
      return gone;
    }
    List<LiveObject> kept = applier.surplus(wanted, this::isToStay);
    if (!kept.isEmpty()) {
      log.accept(
          "not removed before all services are ready: "
              + String.join(
                  ", ", new TreeSet<>(kept.stream().map(k -> k.kind() + " " + k.name()).toList())));
    }
    return List.of();
  }

  private boolean isToStay(LiveObject object) {
    return ReleaseConfigMap.is(object) || BlueGreen.isOtherColour(object, coloursBefore);
  }

  private Set<String> kindsToRemember() {
    return kinds(wanted());
  }

  private List<HasMetadata> wanted() {
    return units.stream().flatMap(u -> u.objects().stream()).toList();
  }

  /** Kinds that are not looked for anyway; what is written of them must be found again. */
  private static Set<String> kinds(Collection<HasMetadata> objects) {
    return objects.stream()
        .map(o -> o.getApiVersion() + "/" + o.getKind())
        .filter(kind -> !Inventory.isBuiltIn(kind))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String key(HasMetadata object) {
    return String.join(
        "/", object.getApiVersion(), object.getKind(), object.getMetadata().getName());
  }
}
