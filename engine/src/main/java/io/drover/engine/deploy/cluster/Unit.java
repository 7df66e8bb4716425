package io.drover.engine.deploy.cluster;

import io.drover.config.model.Deployment;
import io.drover.config.model.Environment;
import io.drover.config.model.Service;
import io.drover.engine.deploy.Address;
import io.drover.engine.deploy.ServiceOutcome;
import io.drover.engine.deploy.ServiceOutcome.Kind;
import io.drover.engine.deploy.cluster.rollout.Verdict;
import io.drover.engine.deploy.cluster.rollout.Workload;
import io.drover.engine.kubernetes.EnvironmentManifests;
import io.drover.engine.kubernetes.ResourceManifests;
import io.drover.engine.kubernetes.ServiceManifests;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is deployed, fails and is restored as one: a service with all of its objects, or a thing
 * that stands beside the services.
 */
final class Unit {
  private static final Set<String> AWAITED = Set.of("Deployment", "StatefulSet", "Job");

  private final String name;
  private final Optional<ServiceManifests> service;
  private final List<HasMetadata> objects;
  private final Deployment settings;
  private final List<Applied> applied = new ArrayList<>();
  private Verdict verdict = Verdict.READY;
  private boolean awaited;
  private boolean restored;

  private Unit(
      String name,
      Optional<ServiceManifests> service,
      List<HasMetadata> objects,
      Deployment settings) {
    this.name = name;
    this.service = service;
    this.objects = new ArrayList<>(objects);
    this.settings = settings;
  }

  /**
   * A service.
   *
   * @param settings how it is deployed
   */
  static Unit of(ServiceManifests service, Deployment settings) {
    return new Unit(service.name(), Optional.of(service), service.objects(), settings);
  }

  /**
   * Something beside the services.
   *
   * @param settings how the environment is deployed
   */
  static Unit of(ResourceManifests resource, Deployment settings) {
    // Its name may be that of a service, too.
    String name = resource.what() + " " + resource.name();
    return new Unit(name, Optional.empty(), resource.objects(), settings);
  }

  /** All of an environment, in the order of its manifests. */
  static List<Unit> all(Environment environment, EnvironmentManifests manifests) {
    Map<String, Service> services = new TreeMap<>();
    environment.services().forEach(s -> services.put(s.name(), s));
    List<Unit> all = new ArrayList<>();
    manifests.resources().forEach(r -> all.add(of(r, environment.deployment())));
    manifests.services().forEach(s -> all.add(of(s, services.get(s.name()).deployment())));
    return all;
  }

  String name() {
    return name;
  }

  Optional<ServiceManifests> service() {
    return service;
  }

  Deployment settings() {
    return settings;
  }

  List<HasMetadata> objects() {
    return Collections.unmodifiableList(objects);
  }

  /** Leaves an object out. */
  void drop(HasMetadata object) {
    objects.remove(object);
  }

  /** What must run before the unit is deployed. */
  Optional<HasMetadata> workload() {
    return objects.stream().filter(o -> AWAITED.contains(o.getKind())).findFirst();
  }

  /** The same as something to wait for. */
  Workload toAwait() {
    HasMetadata workload = workload().orElseThrow();
    awaited = true;
    return new Workload(
        name, workload.getKind(), workload.getMetadata().getName(), settings.timeout());
  }

  /** Notes what became of one of its objects. */
  void note(Applied result) {
    applied.add(result);
    if (result.result() == Applied.Result.FAILED) {
      String reason = result.reason().orElse("the cluster gave no reason");
      fail(Verdict.failed(result.name() + ": " + reason, List.of()));
    }
  }

  /** What was written of it, newest first. */
  List<Applied> changes() {
    List<Applied> changes = new ArrayList<>(applied.stream().filter(Applied::changed).toList());
    Collections.reverse(changes);
    return changes;
  }

  /** Whether its pods are not what ran before. */
  boolean changedWorkload() {
    return applied.stream().anyMatch(a -> a.changed() && AWAITED.contains(a.desired().getKind()));
  }

  /** What became of its Deployment; empty where it has none, or it was not its turn. */
  Optional<Applied> deployment() {
    return applied.stream()
        .filter(a -> a.desired().getKind().equals("Deployment"))
        .filter(a -> a.result() != Applied.Result.FAILED)
        .findFirst();
  }

  /** Whether what runs is to end. */
  boolean isJob() {
    return workload().filter(w -> w.getKind().equals("Job")).isPresent();
  }

  /** Whether what runs was brought to what is asked for. */
  boolean hasAppliedWorkload() {
    return applied.stream()
        .anyMatch(
            a -> AWAITED.contains(a.desired().getKind()) && a.result() != Applied.Result.FAILED);
  }

  /** Whether something of its workload ran before. */
  boolean hadWorkload() {
    return applied.stream()
        .anyMatch(a -> a.before().isPresent() && AWAITED.contains(a.desired().getKind()));
  }

  /** The first reason stands; a later one follows from it. */
  void fail(Verdict reason) {
    if (verdict.ready()) {
      verdict = reason;
    }
  }

  /** Says one thing more about why it failed. */
  void add(String line) {
    verdict = Verdict.failed(verdict.reason().orElse("") + "\n" + line, verdict.lastLines());
  }

  /** Whether it was tried to put it back; that is tried once. */
  boolean isRestored() {
    return restored;
  }

  void markRestored() {
    restored = true;
  }

  boolean isWell() {
    return verdict.ready();
  }

  ServiceOutcome outcome() {
    return new ServiceOutcome(
        name, kind(), verdict.reason(), verdict.lastLines(), image(), address());
  }

  private Kind kind() {
    if (!isWell()) {
      return Kind.FAILED;
    }
    return awaited || !changes().isEmpty() ? Kind.DEPLOYED : Kind.UNCHANGED;
  }

  private Optional<String> image() {
    return service.map(
        s -> s.deployment().getSpec().getTemplate().getSpec().getContainers().get(0).getImage());
  }

  private Address address() {
    return objects.stream()
        .filter(Ingress.class::isInstance)
        .map(Ingress.class::cast)
        .findFirst()
        .map(ingress -> Address.outside(name, url(ingress)))
        .orElse(Address.none(name));
  }

  private static String url(Ingress ingress) {
    String scheme = ingress.getSpec().getTls().isEmpty() ? "http://" : "https://";
    return scheme + ingress.getSpec().getRules().get(0).getHost();
  }
}
