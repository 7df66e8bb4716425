package io.drover.engine.deploy.cluster.rollout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** One wait for several workloads: looks at the namespace whenever it changes, and decides. */
final class RollOutWait {
  /** What changes in between is looked at in one go; also bounds the lines that are logged. */
  private static final long SPACING_MILLIS = 300;

  /**
   * Times as long as a look takes, which for thousands of pods is much, others have the machine.
   */
  private static final int REST = 3;

  /** Patience runs out without anything changing. */
  private static final long LONGEST_MILLIS = 1000;

  private final NamespaceWatch watch;
  private final ContainerLogs logs;
  private final List<Workload> workloads;
  private final Consumer<String> log;
  private final Consumer<String> unblock;
  private final Set<String> unblocked = new HashSet<>();
  private final Map<String, Judge> open = new LinkedHashMap<>();
  private final Map<String, Workload> byService = new HashMap<>();
  private final Map<String, String> lastWaiting = new HashMap<>();
  private final Map<String, String> lastProgress = new HashMap<>();
  private final Map<String, Verdict> verdicts = new HashMap<>();
  private final long start = System.nanoTime();
  private boolean away;

  /**
   * A wait that has not begun.
   *
   * @param unblock is given each pod that keeps a StatefulSet from being rolled out, once
   */
  RollOutWait(
      NamespaceWatch watch,
      ContainerLogs logs,
      List<Workload> workloads,
      Consumer<String> log,
      Consumer<String> unblock) {
    this.watch = watch;
    this.logs = logs;
    this.workloads = workloads;
    this.log = log;
    this.unblock = unblock;
    for (Workload workload : workloads) {
      open.put(workload.service(), new Judge(workload));
      byService.put(workload.service(), workload);
    }
  }

  Map<String, Verdict> run() throws InterruptedException {
    watch.watchWorkloads(new TreeSet<>(workloads.stream().map(Workload::kind).toList()));
    while (!open.isEmpty()) {
      watch.awaitChange(LONGEST_MILLIS);
      tellWhetherAway();
      Duration look = timedLook();
      if (!open.isEmpty()) {
        Thread.sleep(Math.max(SPACING_MILLIS, look.multipliedBy(REST).toMillis()));
      }
    }
    Map<String, Verdict> ordered = new LinkedHashMap<>();
    workloads.forEach(w -> ordered.put(w.service(), verdicts.get(w.service())));
    return ordered;
  }

  private void tellWhetherAway() {
    Optional<String> trouble = watch.trouble();
    if (trouble.isPresent() && !away) {
      log.accept("the API server does not answer (%s); waiting for it".formatted(trouble.get()));
    }
    if (trouble.isEmpty() && away) {
      log.accept("the API server answers again");
    }
    away = trouble.isPresent();
  }

  private Duration timedLook() throws InterruptedException {
    long begin = System.nanoTime();
    look();
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  private void look() throws InterruptedException {
    Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
    boolean seen = watch.isListed();
    Observed observed = watch.observed();
    Map<String, Judge.Decision> decisions = new LinkedHashMap<>();
    for (Map.Entry<String, Judge> judge : open.entrySet()) {
      Workload workload = byService.get(judge.getKey());
      Diagnosis diagnosis = seen ? Diagnosis.of(workload, observed) : Diagnosis.UNKNOWN;
      Optional<Judge.Decision> decision =
          judge.getValue().decide(diagnosis, elapsed, seen && !away);
      decision.ifPresent(d -> decisions.put(judge.getKey(), d));
      if (seen && decision.isEmpty()) {
        tell(workload.service(), diagnosis);
        unblock(diagnosis);
      }
    }
    close(decisions);
    if (seen && !open.isEmpty()) {
      watch.watchDetails();
    }
  }

  private void unblock(Diagnosis diagnosis) {
    diagnosis.troubles().stream()
        .filter(t -> t.cause() == Cause.BLOCKED)
        .flatMap(t -> t.log().stream())
        .map(Trouble.LogSource::pod)
        .filter(unblocked::add)
        .forEach(unblock);
  }

  private void tell(String service, Diagnosis diagnosis) {
    String progress = diagnosis.completion().progress();
    String before = lastProgress.put(service, progress);
    // How it stood at the start is no news.
    if (before != null && !before.equals(progress) && diagnosis.completion().moved()) {
      log.accept(service + ": " + progress);
    }
    diagnosis
        .waiting()
        .filter(w -> !w.equals(lastWaiting.put(service, w)))
        .ifPresent(w -> log.accept(service + ": " + w));
  }

  private void close(Map<String, Judge.Decision> decisions) throws InterruptedException {
    Map<String, List<String>> lines = readLogs(decisions);
    decisions.forEach(
        (service, decision) -> {
          open.remove(service);
          verdicts.put(
              service,
              decision.ready()
                  ? Verdict.READY
                  : Verdict.failed(decision.reason(), lines.getOrDefault(service, List.of())));
          if (decision.ready() && lastProgress.containsKey(service)) {
            log.accept(service + ": ready");
          }
        });
  }

  private Map<String, List<String>> readLogs(Map<String, Judge.Decision> decisions)
      throws InterruptedException {
    List<String> services = new ArrayList<>();
    List<Trouble.LogSource> sources = new ArrayList<>();
    decisions.forEach(
        (service, decision) ->
            decision
                .log()
                .ifPresent(
                    source -> {
                      services.add(service);
                      sources.add(source);
                    }));
    List<List<String>> texts = logs.read(sources);
    Map<String, List<String>> lines = new HashMap<>();
    for (int i = 0; i < services.size(); i++) {
      lines.put(services.get(i), texts.get(i));
    }
    return lines;
  }
}
