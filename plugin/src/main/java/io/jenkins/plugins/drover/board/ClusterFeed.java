package io.jenkins.plugins.drover.board;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.init.Terminator;
import hudson.model.Computer;
import hudson.model.Item;
import hudson.model.PeriodicWork;
import hudson.security.ACL;
import io.drover.config.model.Configuration;
import io.drover.config.model.Environment;
import io.drover.engine.deploy.cluster.EnvironmentWatch.Sighting;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.jenkins.plugins.drover.configuration.ClusterSettings;
import io.jenkins.plugins.drover.configuration.DroverConfiguration;
import io.jenkins.plugins.drover.seed.Seeding;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;

/**
 * Watches the environments in their clusters, each once, whoever looks at them and however often:
 * the only place of the plugin that asks a cluster.
 */
@Extension
public final class ClusterFeed {
  private static final Logger LOGGER = Logger.getLogger(ClusterFeed.class.getName());

  private final Map<String, EnvironmentFeed> feeds = new HashMap<>();
  private volatile Optional<Configuration> followed = Optional.empty();

  /** The one of this Jenkins. */
  public static ClusterFeed get() {
    return ExtensionList.lookupSingleton(ClusterFeed.class);
  }

  /** What is known of an environment now; asks no cluster. */
  Sighting now(String environment) {
    Optional<EnvironmentFeed> feed;
    synchronized (feeds) {
      feed = Optional.ofNullable(feeds.get(environment));
    }
    return feed.map(EnvironmentFeed::now).orElse(Sighting.NONE);
  }

  /**
   * The connection to an environment's cluster, for what no watch tells; not to be closed.
   *
   * @return empty while there is none
   */
  public Optional<KubernetesClient> client(String environment) {
    Optional<EnvironmentFeed> feed;
    synchronized (feeds) {
      feed = Optional.ofNullable(feeds.get(environment));
    }
    return feed.flatMap(EnvironmentFeed::client);
  }

  /** Watches the environments of a configuration from now on; costs nothing where it does so. */
  void follow(Configuration configuration) {
    if (followed.filter(configuration::equals).isEmpty()) {
      followed = Optional.of(configuration);
      Computer.threadPoolForRemoting.execute(this::align);
    }
  }

  /**
   * Begins what is not watched as the files and the settings say, and ends what is not asked for.
   */
  private void align() {
    Map<String, EnvironmentFeed.Source> wanted = new TreeMap<>();
    followed.ifPresent(
        configuration ->
            configuration
                .environments()
                .forEach(
                    environment ->
                        wanted.put(environment.name(), source(configuration, environment))));
    synchronized (feeds) {
      feeds
          .entrySet()
          .removeIf(
              entry -> {
                EnvironmentFeed feed = entry.getValue();
                boolean stays = feed.source().equals(wanted.get(entry.getKey())) && !feed.isStuck();
                if (!stays) {
                  feed.close();
                }
                return !stays;
              });
      wanted.forEach(
          (name, source) -> feeds.computeIfAbsent(name, n -> EnvironmentFeed.start(source)));
    }
  }

  private static EnvironmentFeed.Source source(
      Configuration configuration, Environment environment) {
    Optional<String> id =
        DroverConfiguration.get().getClusters().stream()
            .filter(cluster -> cluster.getName().equals(environment.cluster().orElse("")))
            .findFirst()
            .map(ClusterSettings::getCredentialsId);
    return new EnvironmentFeed.Source(
        configuration.project(), environment, id.map(ClusterFeed::kubeconfig));
  }

  /** Text of a kubeconfig; empty, of which the environment's feed says that it is none. */
  private static String kubeconfig(String id) {
    for (FileCredentials file :
        CredentialsProvider.lookupCredentialsInItem(
            FileCredentials.class, (Item) null, ACL.SYSTEM2, List.of())) {
      if (file.getId().equals(id)) {
        try (InputStream content = file.getContent()) {
          return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
          LOGGER.log(Level.WARNING, "Could not read the credentials {0}", id);
        }
      }
    }
    return "";
  }

  private void close() {
    followed = Optional.empty();
    synchronized (feeds) {
      feeds.values().forEach(EnvironmentFeed::close);
      feeds.clear();
    }
  }

  /** Watches end with Jenkins. */
  @Terminator
  public static void stop() {
    get().close();
  }

  /** Notices new files, settings and credentials where nobody looks. */
  @Extension
  public static final class Upkeep extends PeriodicWork {
    @Override
    public long getRecurrencePeriod() {
      return MIN;
    }

    @Override
    public long getInitialDelay() {
      return TimeUnit.SECONDS.toMillis(10);
    }

    @Override
    protected void doRun() throws InterruptedException {
      ClusterFeed feed = get();
      if (!Seeding.get().isConfigured()) {
        feed.close();
        return;
      }
      Optional<Configuration> configuration = Boards.configuration();
      if (configuration.isPresent()) {
        feed.followed = configuration;
        feed.align();
      }
    }
  }
}
