package io.drover.engine.deploy.cluster;

import io.drover.config.model.Configuration;
import io.drover.config.model.Deployment.Colour;
import io.drover.config.model.Environment;
import io.drover.config.model.Service;
import io.drover.engine.WorkFailedException;
import io.drover.engine.deploy.DeployResult;
import io.drover.engine.deploy.Reach;
import io.drover.engine.deploy.Target;
import io.drover.engine.kubernetes.Colours;
import io.drover.engine.kubernetes.Desired;
import io.drover.engine.kubernetes.Ownership;
import io.drover.engine.release.Release.ReleasedImage;
import io.drover.engine.release.ReleaseRecord;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Environments in Kubernetes clusters, each in a namespace of its own. */
public final class ClusterTarget implements Target {
  private final Clusters clusters;
  private final String project;
  private final ReleaseConfigMap records;
  private final Map<String, Environment> environments = new TreeMap<>();
  private final DeploySettings settings;
  private final Map<String, Map<String, Colours>> colours = new ConcurrentHashMap<>();

  private ClusterTarget(Clusters clusters, Configuration configuration, DeploySettings settings) {
    this.clusters = clusters;
    this.project = configuration.project();
    this.records = clusters.record(configuration);
    configuration.environments().forEach(e -> environments.put(e.name(), e));
    this.settings = settings;
  }

  /**
   * A target.
   *
   * @param clusters where the environments are; not closed
   * @param configuration the project and its environments
   * @param settings how they are deployed
   */
  public static ClusterTarget of(
      Clusters clusters, Configuration configuration, DeploySettings settings) {
    return new ClusterTarget(clusters, configuration, settings);
  }

  @Override
  public void prepare(String name, Consumer<String> log) throws InterruptedException {
    Environment environment = environment(name);
    Namespaces.ensure(
        clusters.of(environment), environment.namespace(), new Ownership(project, name), log);
  }

  @Override
  public DeployResult deploy(Desired desired, Consumer<String> log) throws InterruptedException {
    Cluster cluster = clusters.of(desired.environment());
    ClusterDeployment deployment = new ClusterDeployment(cluster, desired, settings, records, log);
    DeployResult result = deployment.run();
    colours.put(desired.environment().name(), deployment.colours());
    return result;
  }

  /**
   * What {@link #deploy} would change. Nothing is written.
   *
   * @return objects in the order in which a cluster would get them; empty: nothing to do
   */
  public List<ObjectDiff> diff(Desired desired, Consumer<String> log) throws InterruptedException {
    Cluster cluster = clusters.of(desired.environment());
    return new ClusterDeployment(cluster, desired, settings, records, log).diff();
  }

  @Override
  public Reach reach(String name, Reach.From from) throws InterruptedException {
    Environment environment = environment(name);
    Map<String, String> services = ofTested(environment, TestedColours::names);
    return switch (from) {
      case POD -> new InCluster(urls(environment, services));
      case MACHINE, CONTAINER ->
          PortForwards.open(
              clusters.client(environment),
              environment.namespace(),
              services,
              from == Reach.From.CONTAINER);
    };
  }

  private <T> T ofTested(Environment environment, Function<TestedColours, T> question)
      throws InterruptedException {
    String name = environment.name();
    try {
      return question.apply(
          new TestedColours(
              clusters.of(environment).client(),
              environment,
              colours.getOrDefault(name, Map.of()),
              records.read(name).deployed().map(ReleaseRecord.Deployed::release)));
    } catch (KubernetesClientException e) {
      throw ClusterErrors.of("services of " + environment.namespace(), e);
    }
  }

  private static Map<String, String> urls(Environment environment, Map<String, String> services) {
    Map<String, Integer> ports = new TreeMap<>();
    for (Service service : environment.services()) {
      service.ports().stream().findFirst().ifPresent(port -> ports.put(service.name(), port));
    }
    for (Service service : Colours.services(environment)) {
      for (Colour colour : Colour.values()) {
        service.ports().stream()
            .findFirst()
            .ifPresent(port -> ports.putIfAbsent(Colours.name(service.name(), colour), port));
      }
    }
    Map<String, String> urls = new TreeMap<>();
    services.forEach(
        (service, address) ->
            urls.put(
                service,
                "http://%s.%s.svc:%d"
                    .formatted(address, environment.namespace(), ports.get(service))));
    return urls;
  }

  /** Services as pods of the cluster reach them, so there is nothing to open. */
  private record InCluster(Map<String, String> urls) implements Reach {
    @Override
    public Optional<Network> network() {
      return Optional.empty();
    }

    @Override
    public void close() {}
  }

  @Override
  public void goLive(String name, Consumer<String> log) throws InterruptedException {
    Environment environment = environment(name);
    goLive(environment, service -> service.deployment().active().isEmpty(), log);
  }

  /**
   * Lets requests reach what was deployed last also where the file has decided otherwise, which the
   * log says: the next deployment follows the file again.
   *
   * @param log what happens, line by line
   */
  public void goLiveForNow(String name, Consumer<String> log) throws InterruptedException {
    goLive(environment(name), service -> true, log);
  }

  private void goLive(Environment environment, Predicate<Service> ours, Consumer<String> log)
      throws InterruptedException {
    Set<String> names =
        Colours.services(environment).stream()
            .filter(ours)
            .map(Service::name)
            .collect(Collectors.toSet());
    Map<String, Colour> wanted = new TreeMap<>();
    if (!names.isEmpty()) {
      wanted.putAll(ofTested(environment, TestedColours::idle));
      wanted.keySet().retainAll(names);
    }
    if (!wanted.isEmpty()) {
      colourSwitch(environment, log).to(wanted);
    }
  }

  /**
   * Moves blue/green services to their other colour.
   *
   * @param services names; empty: all blue/green services of the environment
   * @param to the colour; empty: for each service the one that is not live
   * @param log what happens, line by line
   * @return the colour that each service has now which had another one before
   * @throws WorkFailedException if a service is no blue/green service, or its other colour is not
   *     ready; nothing is switched then
   */
  public Map<String, Colour> switchColours(
      String name, Set<String> services, Optional<Colour> to, Consumer<String> log)
      throws InterruptedException {
    Environment environment = environment(name);
    return colourSwitch(environment, log).of(services, to);
  }

  private ColourSwitch colourSwitch(Environment environment, Consumer<String> log)
      throws InterruptedException {
    return new ColourSwitch(
        clusters.of(environment), project, environment, settings.patience(), log);
  }

  /**
   * The image that one colour of a blue/green service runs.
   *
   * @return with the version that its label has; empty if there is nothing in this colour
   */
  public Optional<ReleasedImage> image(String name, String service, Colour colour) {
    Environment environment = environment(name);
    Deployment deployment =
        clusters
            .client(environment)
            .apps()
            .deployments()
            .inNamespace(environment.namespace())
            .withName(Colours.name(service, colour))
            .get();
    return Optional.ofNullable(deployment)
        .map(d -> d.getSpec().getTemplate())
        .map(
            pods ->
                new ReleasedImage(
                    pods.getSpec().getContainers().get(0).getImage(),
                    pods.getMetadata().getLabels().getOrDefault(Ownership.VERSION, "unknown")));
  }

  @Override
  public void remove(String name, boolean purge, Consumer<String> log) throws InterruptedException {
    Environment environment = environment(name);
    new ClusterRemoval(clusters.of(environment), project, environment, log)
        .run(records.kinds(name), purge);
  }

  private Environment environment(String name) {
    return Optional.ofNullable(environments.get(name))
        .orElseThrow(() -> new WorkFailedException("there is no environment " + name));
  }
}
