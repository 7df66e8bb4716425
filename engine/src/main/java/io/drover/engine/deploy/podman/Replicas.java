package io.drover.engine.deploy.podman;

import io.drover.engine.WorkFailedException;
import io.drover.engine.file.ContentKey;
import io.drover.engine.kubernetes.ServiceManifests;
import io.drover.engine.process.Command;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Creates the replicas of an environment's services: one container for each pod. */
final class Replicas {
  /** Changes when a container is made differently from the same template. */
  private static final String FORMAT = "replica 1";

  private static final int TRIES = 5;
  private static final int DEFAULT_FILE_MODE = 0644;
  private static final String SUFFIX_LETTERS = "bcdfghjklmnpqrstvwxz2456789";
  private static final Pattern CGROUP_TROUBLE =
      Pattern.compile("(?i)cgroup|memory\\.|cpu\\.|cfs_quota|controller");

  /** Variables that would change what podman itself does. */
  private static final Pattern STEERS_PODMAN =
      Pattern.compile(
          "PATH|HOME|USER|TMPDIR|(CONTAINERS?|STORAGE|BUILDAH|PODMAN|REGISTRY|XDG|LD|DBUS|GO).*"
              + "|.*_PROXY|.*_proxy");

  /** Programs that pass signals on to a container's process, which podman needs for --init. */
  private static final List<Path> INITS =
      List.of(
          Path.of("/usr/libexec/podman/catatonit"),
          Path.of("/usr/lib/podman/catatonit"),
          Path.of("/usr/bin/catatonit"));

  private final Podman podman;
  private final StateFiles files;
  private final LocalSecrets secrets;
  private final Addresses addresses;
  private final Consumer<String> log;
  private final AtomicBoolean withoutLimits = new AtomicBoolean();

  Replicas(
      Podman podman,
      StateFiles files,
      LocalSecrets secrets,
      Addresses addresses,
      Consumer<String> log) {
    this.podman = podman;
    this.files = files;
    this.secrets = secrets;
    this.addresses = addresses;
    this.log = log;
  }

  /** The hash of what a service's replicas are made from. */
  static String spec(ServiceManifests service) {
    PodTemplateSpec template = service.deployment().getSpec().getTemplate();
    return ContentKey.of(FORMAT).with(Serialization.asJson(template)).hex();
  }

  /** A name that no other replica has. */
  String newName(ServiceManifests service) {
    StringBuilder name = new StringBuilder(service.name()).append('-');
    for (int i = 0; i < 5; i++) {
      int letter = ThreadLocalRandom.current().nextInt(SUFFIX_LETTERS.length());
      name.append(SUFFIX_LETTERS.charAt(letter));
    }
    return name.toString();
  }

  /**
   * Creates and starts a replica.
   *
   * @param service what it is a replica of
   * @param pod its name; when this fails, something of that name may be left
   */
  PodmanContainer create(ServiceManifests service, String pod) throws InterruptedException {
    for (int i = 0; i < TRIES; i++) {
      PodmanContainer replica = describe(service, pod, addresses.next());
      Command.Result result = run(service, replica);
      if (!result.succeeded() && !withoutLimits.get() && isCgroupTrouble(result)) {
        withoutLimits.set(true);
        log.accept("limits of memory and processor are not kept here: " + result.lastLines(1));
        podman.remove(List.of(replica.name()));
        result = run(service, replica);
      }
      if (result.succeeded()) {
        return replica;
      }
      podman.remove(List.of(replica.name()));
      if (!result.error().contains("already allocated")) {
        throw new WorkFailedException(
            "could not start a replica: " + secrets.mask(result.lastLines(4)));
      }
    }
    throw new WorkFailedException("could not find a free address for " + pod);
  }

  private static boolean isCgroupTrouble(Command.Result result) {
    return CGROUP_TROUBLE.matcher(result.error()).find();
  }

  private PodmanContainer describe(ServiceManifests service, String pod, String ip) {
    PodTemplateSpec template = service.deployment().getSpec().getTemplate();
    String name = podman.scope().container(pod);
    String image = PodArguments.container(template).getImage();
    return new PodmanContainer(name, pod, service.name(), false, spec(service), image, ip, true);
  }

  private Command.Result run(ServiceManifests service, PodmanContainer replica)
      throws InterruptedException {
    PodTemplateSpec template = service.deployment().getSpec().getTemplate();
    List<String> arguments = new ArrayList<>(identity(replica));
    arguments.add("--stop-timeout=" + PodArguments.grace(template.getSpec()));
    // Always looked at, so that what cannot be given is refused with limits and without.
    List<String> limits = PodArguments.limits(template);
    if (!withoutLimits.get()) {
      arguments.addAll(limits);
    }
    arguments.addAll(PodArguments.security(template));
    arguments.addAll(volumes(service, replica));
    Map<String, String> secretVariables = new LinkedHashMap<>();
    arguments.addAll(environment(service, replica, secretVariables));
    arguments.addAll(PodArguments.program(template));
    return podman.command(arguments).with(secretVariables).run();
  }

  private List<String> identity(PodmanContainer replica) {
    List<String> arguments =
        new ArrayList<>(
            List.of("run", "--detach", "--pull=never", "--http-proxy=false", "--restart=always"));
    if (INITS.stream().anyMatch(Files::isExecutable)) {
      // Processes that do not care for signals end at once all the same, not after the grace time.
      arguments.add("--init");
    }
    arguments.addAll(List.of("--name", replica.name(), "--hostname", replica.pod()));
    arguments.addAll(podman.scope().labels());
    arguments.add("--label=" + PodmanContainer.POD + "=" + replica.pod());
    arguments.add("--label=" + PodmanContainer.SERVICE + "=" + replica.service());
    arguments.add("--label=" + PodmanContainer.ROLE + "=" + PodmanContainer.REPLICA);
    arguments.add("--label=" + PodmanContainer.SPEC + "=" + replica.spec());
    arguments.add("--label=" + PodmanContainer.IMAGE + "=" + replica.image());
    arguments.add("--label=" + PodmanContainer.ADDRESS + "=" + replica.address());
    arguments.add("--log-opt=max-size=10mb");
    String mac = Addresses.hardware(replica.address());
    arguments.add(
        "--network=%s:ip=%s,mac=%s".formatted(podman.scope().network(), replica.address(), mac));
    // Podman's name server misses names for a moment whenever a container comes or goes.
    files.hosts().forEach((name, ip) -> arguments.add("--add-host=%s:%s".formatted(name, ip)));
    return arguments;
  }

  /**
   * The environment's options. Values of secrets are named only, and reach podman in its own
   * environment: never on a command line, where all users of the machine could read them.
   */
  private List<String> environment(
      ServiceManifests service, PodmanContainer replica, Map<String, String> secretVariables) {
    PodTemplateSpec template = service.deployment().getSpec().getTemplate();
    ObjectMeta pod =
        new ObjectMetaBuilder(template.getMetadata())
            .withName(replica.pod())
            .withNamespace(service.deployment().getMetadata().getNamespace())
            .build();
    Map<String, String> options = new LinkedHashMap<>();
    for (EnvVar variable : PodArguments.container(template).getEnv()) {
      String name = variable.getName();
      EnvVarSource from = variable.getValueFrom();
      if (from == null) {
        options.put(name, "--env=%s=%s".formatted(name, text(variable.getValue())));
      } else if (from.getFieldRef() != null) {
        String path = from.getFieldRef().getFieldPath();
        String value = PodArguments.field(path, pod, replica.address());
        options.put(name, "--env=%s=%s".formatted(name, value));
      } else if (from.getSecretKeyRef() != null) {
        secretVariable(variable)
            .ifPresent(
                value -> {
                  secretVariables.put(name, value);
                  options.put(name, "--env=" + name);
                });
      } else {
        throw new WorkFailedException("where variable %s comes from is not known".formatted(name));
      }
    }
    return List.copyOf(options.values());
  }

  private Optional<String> secretVariable(EnvVar variable) {
    var reference = variable.getValueFrom().getSecretKeyRef();
    if (STEERS_PODMAN.matcher(variable.getName()).matches()) {
      throw new WorkFailedException(
          "variable %s would also change podman: give the secret to a variable of another name"
              .formatted(variable.getName()));
    }
    return secrets.value(
        reference.getName(), reference.getKey(), Boolean.TRUE.equals(reference.getOptional()));
  }

  private static String text(String value) {
    return value == null ? "" : value;
  }

  private List<String> volumes(ServiceManifests service, PodmanContainer replica)
      throws InterruptedException {
    PodTemplateSpec template = service.deployment().getSpec().getTemplate();
    List<String> arguments = new ArrayList<>();
    for (Volume volume : template.getSpec().getVolumes()) {
      String source = source(service, replica, volume);
      for (VolumeMount mount : PodArguments.container(template).getVolumeMounts()) {
        if (mount.getName().equals(volume.getName())) {
          // U: the files belong to the container's user, what fsGroup is for in a cluster.
          String options = Boolean.TRUE.equals(mount.getReadOnly()) ? "ro,U" : "U";
          arguments.add("--volume=%s:%s:%s".formatted(source, mount.getMountPath(), options));
        }
      }
    }
    return arguments;
  }

  private String source(ServiceManifests service, PodmanContainer replica, Volume volume)
      throws InterruptedException {
    Path folder = files.mounts(service.name(), replica.pod()).resolve(volume.getName());
    if (volume.getPersistentVolumeClaim() != null) {
      return disk(service, volume.getPersistentVolumeClaim().getClaimName());
    }
    if (volume.getSecret() != null) {
      String name = volume.getSecret().getSecretName();
      secrets.project("secret", name, volume.getSecret().getItems(), DEFAULT_FILE_MODE, folder);
      return folder.toString();
    }
    if (volume.getConfigMap() != null) {
      String name = volume.getConfigMap().getName();
      secrets.project(
          "config map", name, volume.getConfigMap().getItems(), DEFAULT_FILE_MODE, folder);
      return folder.toString();
    }
    throw new WorkFailedException(
        "podman has no volumes of the kind that %s is of".formatted(volume.getName()));
  }

  private String disk(ServiceManifests service, String claim) throws InterruptedException {
    boolean known =
        service.claims().stream()
            .map(PersistentVolumeClaim::getMetadata)
            .anyMatch(metadata -> metadata.getName().equals(claim));
    if (!known) {
      throw new WorkFailedException("there is no claim of the name " + claim);
    }
    String name = podman.scope().volume(claim);
    if (!podman.command("volume", "exists", name).run().succeeded()) {
      List<String> create = new ArrayList<>(List.of("volume", "create"));
      create.addAll(podman.scope().labels());
      create.add(name);
      Command.Result result = podman.command(create).run();
      // Two services may share a disk, and both may make it now.
      if (!result.succeeded() && !result.error().contains("already exists")) {
        throw new WorkFailedException(
            "could not make the volume %s: %s".formatted(name, result.lastLines(2)));
      }
    }
    return name;
  }
}
