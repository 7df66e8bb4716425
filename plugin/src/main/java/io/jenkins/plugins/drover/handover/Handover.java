package io.jenkins.plugins.drover.handover;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.init.InitMilestone;
import hudson.init.Terminator;
import hudson.model.Action;
import hudson.model.Actionable;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.Computer;
import hudson.model.PeriodicWork;
import hudson.model.Queue;
import io.drover.engine.WorkFailedException;
import io.drover.engine.deploy.cluster.Holder;
import io.drover.engine.deploy.cluster.SharedConfigMap;
import io.drover.engine.deploy.cluster.SharedConfigMap.Swap;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.jenkins.plugins.drover.seed.SeedCause;
import io.jenkins.plugins.drover.seed.Seeding;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import jenkins.model.ParameterizedJobMixIn;
import jenkins.util.SetContextClassLoader;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionList;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;

/**
 * Hands over to the Jenkins that comes after this one, whenever and however this one ends: notes in
 * the cluster say which commits were seen and what is under way. One Jenkins at a time starts jobs
 * by itself; another one of the same project waits until nothing is heard of it.
 */
@Extension
public final class Handover {
  private static final Logger LOGGER = Logger.getLogger(Handover.class.getName());

  /** Without a sign of life for this long, a Jenkins counts as gone. */
  private static final Duration SILENCE = Duration.ofSeconds(15);

  /** After this long without having given one, another may be about to take over. */
  private static final Duration SURE = Duration.ofSeconds(10);

  private final String me = Holder.unique();
  private final Map<String, Work> underWay = new ConcurrentHashMap<>();
  private final java.util.Queue<UnaryOperator<Notes>> changes = new ConcurrentLinkedQueue<>();
  private volatile Optional<String> project = Optional.empty();
  private volatile Role role = Role.UNKNOWN;
  private volatile String other = "";
  private String signOfLife = "";
  private boolean alive;
  private long heardAt;
  private long renewedAt;
  private boolean toTakeUp;
  private boolean noticed;
  private String trouble = "";

  /** What this Jenkins has to do with the project. */
  private enum Role {
    /** Nobody knows yet, or the cluster is away: nothing is started. */
    UNKNOWN,
    /** There are no notes in a cluster; what was seen is kept in the home alone. */
    ALONE,
    HOLDER,
    /** Another Jenkins is the holder. */
    SECOND
  }

  /** The one of this Jenkins. */
  public static Handover get() {
    return ExtensionList.lookupSingleton(Handover.class);
  }

  /** The Jenkins that starts jobs by itself; empty if that is this one, or nobody knows. */
  public Optional<String> other() {
    return role == Role.SECOND ? Optional.of(Holder.name(other)) : Optional.empty();
  }

  /** Jobs of a project are there: from now on there is something to hand over. */
  public synchronized void begin(String seeded) {
    if (project.filter(seeded::equals).isEmpty()) {
      project = Optional.of(seeded);
      role = Role.UNKNOWN;
    }
    beat();
  }

  /**
   * Starts a job for a commit that no Jenkins of this project has seen. A commit that is found at
   * first counts as seen.
   *
   * @param origin tells repositories, branches and folders apart, without blanks
   * @param before the commit that this Jenkins saw last
   * @return whether the commit is seen now; if not, it is to be told again
   */
  public synchronized boolean notice(
      WorkflowJob job, String origin, String commit, Optional<String> before, Cause cause) {
    WorkId id = WorkId.unique();
    if (role == Role.ALONE) {
      if (isNew(before, commit)) {
        start(job, id, List.of(new CauseAction(cause)));
      }
      return true;
    }
    Work work = new Work(folder(job), job.getName(), Map.of(), cause.getShortDescription());
    Optional<Boolean> begins =
        whileHeld(
            notes -> {
              boolean isNew = isNew(notes.seen(job.getName(), origin).or(() -> before), commit);
              Notes noted = notes.withSeen(job.getName(), origin, commit);
              return new Swap<>(isNew, (isNew ? noted.withWork(id.id(), work) : noted).texts());
            });
    if (begins.orElse(false)) {
      start(job, id, List.of(new CauseAction(cause)));
    }
    return begins.isPresent();
  }

  private static boolean isNew(Optional<String> seen, String commit) {
    return seen.filter(there -> !there.equals(commit)).isPresent();
  }

  private void start(WorkflowJob job, WorkId id, List<Action> actions) {
    List<Action> all = new ArrayList<>(actions);
    all.add(id);
    Queue.Item item = ParameterizedJobMixIn.scheduleBuild2(job, 0, all.toArray(new Action[0]));
    WorkId queued = item == null ? null : item.getAction(WorkId.class);
    if (queued == null || !queued.id().equals(id.id())) {
      // What waits already does the same.
      ended(id);
    }
  }

  /** Work that came into the queue. */
  void began(WorkId id, Work work) {
    underWay.put(id.id(), work);
    tell(notes -> notes.withWork(id.id(), work));
  }

  /** Work that is done, whatever came of it. */
  void ended(WorkId id) {
    underWay.remove(id.id());
    tell(notes -> notes.withoutWork(id.id()));
  }

  /** Not here: the queue may be locked. */
  private void tell(UnaryOperator<Notes> change) {
    if (role == Role.HOLDER) {
      changes.add(change);
      Computer.threadPoolForRemoting.execute(this::beat);
    }
  }

  /** What a Jenkins before this one left is begun again, now that commits were noticed. */
  public synchronized void takeUp() {
    noticed = true;
    takeUpIfDue();
  }

  private synchronized void takeUpIfDue() {
    boolean up = Jenkins.get().getInitLevel() == InitMilestone.COMPLETED;
    if (role != Role.HOLDER || !toTakeUp || !noticed || !up) {
      return;
    }
    Map<String, Work> here = here();
    Optional<Map<String, Work>> left =
        whileHeld(
            notes -> {
              Map<String, Work> lost = new TreeMap<>();
              Notes kept = notes;
              for (Map.Entry<String, Work> entry : notes.work().entrySet()) {
                String id = entry.getKey();
                Work work = entry.getValue();
                boolean done = isDone(id, work);
                if (done || isAmong(work, here.values()) || isAmong(work, lost.values())) {
                  kept = kept.withoutWork(id);
                } else {
                  lost.put(id, work);
                }
              }
              for (Map.Entry<String, Work> entry : here.entrySet()) {
                kept = kept.withWork(entry.getKey(), entry.getValue());
              }
              return new Swap<>(lost, kept.texts());
            });
    if (left.isPresent()) {
      toTakeUp = false;
      left.get().forEach(this::takeUp);
    }
  }

  private void takeUp(String id, Work work) {
    LOGGER.log(Level.INFO, "Taking up {0}/{1}: {2}", words(work));
    job(work).ifPresent(job -> start(job, new WorkId(id), work.again()));
  }

  private static Object[] words(Work work) {
    return new Object[] {work.project(), work.job(), work.why()};
  }

  private static boolean isAmong(Work work, Collection<Work> others) {
    return others.stream().anyMatch(work::isLike);
  }

  /** Whether there is nothing to take up: it ended here, or its job is gone. */
  private static boolean isDone(String id, Work work) {
    Optional<WorkflowJob> job = job(work);
    return job.isEmpty() || job.get().getBuilds().stream().anyMatch(build -> is(build, id));
  }

  private static boolean is(WorkflowRun build, String id) {
    WorkId known = build.getAction(WorkId.class);
    return known != null && known.id().equals(id);
  }

  private static Optional<WorkflowJob> job(Work work) {
    String name = work.project() + "/" + work.job();
    return Optional.ofNullable(Jenkins.get().getItemByFullName(name, WorkflowJob.class));
  }

  private static String folder(WorkflowJob job) {
    return job.getParent().getFullName();
  }

  /** What this Jenkins has under way, also from before its start. */
  private Map<String, Work> here() {
    for (Queue.Item item : Queue.getInstance().getItems()) {
      if (item.task instanceof WorkflowJob job) {
        remember(job, item);
      }
    }
    for (FlowExecution execution : FlowExecutionList.get()) {
      try {
        if (execution.getOwner().getExecutable() instanceof WorkflowRun build) {
          remember(build.getParent(), build);
        }
      } catch (IOException e) {
        LOGGER.log(Level.FINE, "a build that is gone", e);
      }
    }
    return Map.copyOf(underWay);
  }

  private void remember(WorkflowJob job, Actionable asked) {
    WorkId id = asked.getAction(WorkId.class);
    if (id != null) {
      Work.of(job, asked).ifPresent(work -> underWay.put(id.id(), work));
    }
  }

  /** Gives a sign of life, or looks for that of the other; tells what is to be told. */
  private synchronized void beat() {
    if (project.isEmpty()) {
      return;
    }
    List<UnaryOperator<Notes>> todo = new ArrayList<>(changes);
    Optional<Boolean> held =
        change(
            notes -> {
              if (!isMine(notes)) {
                return new Swap<>(false, notes.texts());
              }
              Notes renewed = notes.heldBy(me);
              for (UnaryOperator<Notes> change : todo) {
                renewed = change.apply(renewed);
              }
              return new Swap<>(true, renewed.texts());
            });
    if (held.isPresent()) {
      changes.removeAll(todo);
      // One that was heard of once only may have been killed before.
      become(held.get() ? Role.HOLDER : alive ? Role.SECOND : Role.UNKNOWN);
    }
  }

  /** Whether this Jenkins is the holder, or may become it. Clocks are not compared. */
  private synchronized boolean isMine(Notes notes) {
    if (notes.holder().isEmpty() || notes.holder().equals(me)) {
      return true;
    }
    long now = System.nanoTime();
    if (!notes.signOfLife().equals(signOfLife)) {
      alive = notes.holder().equals(other);
      signOfLife = notes.signOfLife();
      heardAt = now;
      other = notes.holder();
    }
    return now - heardAt > SILENCE.toNanos();
  }

  private void become(Role next) {
    if (next == Role.HOLDER) {
      renewedAt = System.nanoTime();
    }
    if (next == role) {
      return;
    }
    role = next;
    if (next == Role.HOLDER) {
      toTakeUp = true;
      noticed = false;
      if (!other.isEmpty()) {
        LOGGER.log(Level.INFO, "{0} is gone: this Jenkins takes its place", Holder.name(other));
        other = "";
      }
    } else if (next == Role.SECOND) {
      changes.clear();
      LOGGER.log(
          Level.WARNING,
          "Another Jenkins ({0}) serves {1}: this one starts no jobs by itself until that is gone",
          new Object[] {Holder.name(other), project.orElse("")});
    }
  }

  /** Changes the notes if this Jenkins is the holder still; empty if not. */
  private <T> Optional<T> whileHeld(Function<Notes, Swap<T>> change) {
    if (role != Role.HOLDER) {
      return Optional.empty();
    }
    return change(
            notes -> {
              if (!notes.holder().equals(me)) {
                return new Swap<>(Optional.<T>empty(), notes.texts());
              }
              Swap<T> swap = change.apply(notes);
              return new Swap<>(Optional.of(swap.result()), swap.contents());
            })
        .flatMap(Function.identity());
  }

  /** Empty if there are no notes, or no way to them. */
  private <T> Optional<T> change(Function<Notes, Swap<T>> change) {
    String of = project.orElseThrow();
    // The client looks for its parts by the thread's class loader.
    try (SetContextClassLoader ours = new SetContextClassLoader(Handover.class)) {
      for (NotesPlace place : ExtensionList.lookup(NotesPlace.class)) {
        Optional<SharedConfigMap> map = place.of(of);
        if (map.isPresent()) {
          T result = map.get().change(texts -> change.apply(new Notes(of, texts)));
          trouble = "";
          return Optional.of(result);
        }
      }
      become(Role.ALONE);
    } catch (WorkFailedException e) {
      if (isRefused(e)) {
        become(Role.ALONE);
      } else if (role != Role.HOLDER || System.nanoTime() - renewedAt > SURE.toNanos()) {
        become(Role.UNKNOWN);
      }
      tell(e);
    }
    return Optional.empty();
  }

  /** What an account may not do it will not be able to do soon. */
  private static boolean isRefused(WorkFailedException e) {
    return e.getCause() instanceof KubernetesClientException cause
        && (cause.getCode() == HttpURLConnection.HTTP_FORBIDDEN
            || cause.getCode() == HttpURLConnection.HTTP_NOT_FOUND);
  }

  private void tell(WorkFailedException e) {
    if (!e.getMessage().equals(trouble)) {
      trouble = e.getMessage();
      LOGGER.log(
          Level.WARNING,
          role == Role.ALONE
              ? "What this Jenkins has seen and begun is lost with its home: {0}"
              : "What this Jenkins has seen and begun cannot be noted now: {0}",
          trouble);
    }
  }

  private synchronized void end() {
    if (role == Role.HOLDER) {
      whileHeld(notes -> new Swap<>(true, notes.released().texts()));
    }
    project = Optional.empty();
  }

  /** The next one need not wait. */
  @Terminator
  public static void stop() {
    get().end();
  }

  /** Several signs of life within the time after which a Jenkins counts as gone. */
  @Extension
  public static final class Beat extends PeriodicWork {
    @Override
    public long getRecurrencePeriod() {
      return TimeUnit.SECONDS.toMillis(4);
    }

    @Override
    public long getInitialDelay() {
      return getRecurrencePeriod();
    }

    @Override
    protected void doRun() {
      Handover handover = get();
      handover.beat();
      handover.takeUpIfDue();
      if (handover.isToSeed()) {
        Seeding.get().request(SeedCause.TAKEOVER);
      }
    }
  }

  /** Commits are looked for before anything is taken up. */
  private synchronized boolean isToSeed() {
    return role == Role.HOLDER && toTakeUp && !noticed;
  }
}
