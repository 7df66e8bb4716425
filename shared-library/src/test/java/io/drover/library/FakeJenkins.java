package io.drover.library;

import com.cloudbees.groovy.cps.Continuable;
import com.cloudbees.groovy.cps.Continuation;
import com.cloudbees.groovy.cps.Envs;
import com.cloudbees.groovy.cps.Outcome;
import com.cloudbees.groovy.cps.impl.CpsCallableInvocation;
import com.cloudbees.groovy.cps.sandbox.DefaultInvoker;
import com.cloudbees.groovy.cps.sandbox.Invoker;
import com.cloudbees.groovy.cps.sandbox.SandboxInvoker;
import groovy.lang.Closure;
import groovy.lang.Script;
import io.drover.library.Build.Head;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Runs pipelines as Jenkins does, on the interpreter that Jenkins runs them on. Its steps are
 * recorded, give what a test says, and do nothing else.
 */
final class FakeJenkins {
  /** What a step gives that does not end by itself. */
  static final Object WAITS = new Object();

  private static final ThreadLocal<FakeJenkins> CURRENT = new ThreadLocal<>();
  private static final Set<String> BLOCKS =
      Set.of(
          "catchError",
          "container",
          "docker.image.inside",
          "docker.withRegistry",
          "node",
          "parallel",
          "podTemplate",
          "retry",
          "stage",
          "timeout",
          "withCredentials",
          "withEnv");

  /** Controllers that a pipeline must run on with the same outcome. */
  enum Kind {
    /** It never ends, and it trusts the library. */
    TRUSTING,
    /** It writes the build to disk at every step and goes on with what it reads. */
    RESTARTING,
    /** It runs the library in the sandbox. */
    SANDBOXED
  }

  /** What a step does in a test. */
  interface Step {
    Object does(StepCall call) throws Exception;
  }

  /** A script failed, or the step {@code error} was taken. */
  static final class Failed extends Exception {
    private static final long serialVersionUID = 1;

    Failed(String message) {
      super(message);
    }
  }

  /** A person ended the build, or a time limit did. */
  static final class Interrupted extends Exception {
    private static final long serialVersionUID = 1;
  }

  /** The agent is gone. */
  static final class AgentLost extends Exception {
    private static final long serialVersionUID = 1;

    AgentLost() {
      super("the pod was deleted");
    }
  }

  private final Invoker invoker;
  private final Optional<Sandbox> sandbox;
  private final Kind kind;
  private final Map<String, Step> steps = new HashMap<>();
  private final Recording recording = new Recording();
  private Library library;
  private String text;
  private ClassLoader classes;
  private Build build = new Build();
  private Head present;
  private int restarts;

  FakeJenkins(Kind kind) {
    this.kind = kind;
    this.sandbox = kind == Kind.SANDBOXED ? Optional.of(new Sandbox()) : Optional.empty();
    this.invoker = sandbox.isPresent() ? new SandboxInvoker() : DefaultInvoker.INSTANCE;
    this.library = Library.compiled(sandbox.isPresent());
    when("error", FakeJenkins::fail);
    when("input", call -> WAITS);
    when("junit", call -> new PipelineGlobals.TestSummary(0));
    when("build", call -> new PipelineGlobals.JobBuild("SUCCESS"));
    when("docker.build", call -> new PipelineGlobals.Image("built"));
    when("droverReport", call -> Contract.check("result", call.get("result")));
    when("fileExists", call -> true);
    when("readFile", call -> "{\"status\": \"succeeded\"}");
  }

  private static Object fail(StepCall call) throws Failed {
    throw new Failed((String) call.get(""));
  }

  static FakeJenkins current() {
    return CURRENT.get();
  }

  /** Says what a step does. A block does it before its body. */
  FakeJenkins when(String step, Step does) {
    steps.put(step, does);
    return this;
  }

  /** Runs a pipeline until it ends or every line of it waits. */
  FakeJenkins run(String script) {
    CURRENT.set(this);
    text = script;
    Script main = library.script(text);
    classes = main.getClass().getClassLoader();
    var program = new Continuable(main, Envs.empty(invoker));
    build.heads.add(new Head("", program, null, -1));
    return goOn();
  }

  /** Ends the step that waits, as if it had given this. */
  FakeJenkins answer(String step, Object value) {
    waiting(step).resume = new Outcome(value, null);
    return goOn();
  }

  /** Ends all that waits, as a person does who stops a build. */
  FakeJenkins interrupt() {
    build.heads.stream()
        .filter(h -> h.resume == null && children(h).isEmpty())
        .forEach(h -> h.resume = new Outcome(null, new Interrupted()));
    return goOn();
  }

  /**
   * Replaces the controller: what is not in the bytes is lost, and the library is compiled anew.
   */
  FakeJenkins restart() {
    byte[] bytes = build.bytes();
    library = Library.compile(sandbox.isPresent());
    classes = library.script(text).getClass().getClassLoader();
    build = Build.of(bytes, classes);
    restarts++;
    return this;
  }

  Kind kind() {
    return kind;
  }

  Optional<Sandbox> sandbox() {
    return sandbox;
  }

  Library library() {
    return library;
  }

  boolean ended() {
    return build.outcome != null;
  }

  /** What the pipeline threw. */
  Optional<Throwable> thrown() {
    return Optional.ofNullable(build.outcome).map(Outcome::getAbnormal);
  }

  /** How the build ended, as Jenkins shows it. */
  String result() {
    return thrown().map(t -> t instanceof Interrupted ? "ABORTED" : "FAILURE").orElse(build.result);
  }

  int restarts() {
    return restarts;
  }

  /** Every step as a tree, and the result. */
  String recorded() {
    return recording + (ended() ? result() : "WAITS") + "\n";
  }

  void described(String text) {
    recording.add(-1, "currentBuild.description = " + text);
  }

  /** The arguments of those steps of a name in whose bodies the present one stands. */
  List<String> within(String block) {
    return Stream.iterate(present.parent, Objects::nonNull, h -> h.parent)
        .filter(h -> h.step.name().equals(block))
        .map(h -> h.step.arguments().toString())
        .toList();
  }

  private Head waiting(String step) {
    return build.heads.stream()
        .filter(h -> h.step != null && h.step.name().equals(step) && h.resume == null)
        .findFirst()
        .orElseThrow(() -> new AssertionError(step + " does not wait in\n" + recorded()));
  }

  private FakeJenkins goOn() {
    CURRENT.set(this);
    sandbox.ifPresent(Sandbox::register);
    try {
      advanceAll();
    } finally {
      sandbox.ifPresent(Sandbox::unregister);
    }
    return this;
  }

  private void advanceAll() {
    for (Optional<Head> next = next(); next.isPresent(); next = next()) {
      advance(next.get());
      if (kind == Kind.RESTARTING) {
        build = Build.of(build.bytes(), classes);
      }
    }
  }

  private Optional<Head> next() {
    return build.heads.stream().filter(h -> h.resume != null).findFirst();
  }

  private void advance(Head head) {
    Outcome with = head.resume;
    head.resume = null;
    head.step = null;
    Outcome outcome = head.program.run0(with, Continuable.categories);
    if (head.program.isResumable()) {
      begin(head, (StepCall) outcome.getNormal());
    } else {
      end(head, outcome);
    }
  }

  private void begin(Head head, StepCall step) {
    head.step = step;
    head.attempts = 0;
    present = head;
    head.record = recording.add(head.place, step);
    try {
      Object value = steps.getOrDefault(step.name(), s -> null).does(step);
      if (BLOCKS.contains(step.name())) {
        enter(head);
      } else if (value != WAITS) {
        head.resume = new Outcome(value, null);
      }
    } catch (Exception e) {
      recording.append(head.record, " ! " + said(e));
      head.resume = new Outcome(null, e);
    }
  }

  private void enter(Head head) {
    head.bodies.clear();
    head.attempts++;
    head.step
        .bodies()
        .forEach(
            (name, body) -> {
              int place = name.isEmpty() ? head.record : recording.add(head.record, name + ":");
              build.heads.add(new Head(name, program(body), head, place));
            });
    if (head.step.bodies().isEmpty()) {
      head.resume = new Outcome(null, null);
    }
  }

  private Continuable program(Closure<?> body) {
    try {
      body.call();
    } catch (CpsCallableInvocation e) {
      return new Continuable(e.invoke(Envs.empty(invoker), null, Continuation.HALT));
    }
    throw new IllegalArgumentException("a body that the interpreter does not run");
  }

  private void end(Head head, Outcome outcome) {
    build.heads.remove(head);
    Head parent = head.parent;
    if (parent == null) {
      build.outcome = outcome;
      return;
    }
    parent.bodies.put(head.name, outcome);
    if (children(parent).isEmpty()) {
      leave(parent);
    }
  }

  private void leave(Head head) {
    Outcome outcome =
        head.bodies.values().stream()
            .filter(Outcome::isFailure)
            .findFirst()
            .orElseGet(() -> head.bodies.values().iterator().next());
    switch (head.step.name()) {
      case "retry" -> retry(head, outcome);
      case "catchError" -> catchError(head, outcome);
      default -> head.resume = outcome;
    }
  }

  private void retry(Head head, Outcome outcome) {
    boolean again = head.attempts < (Integer) head.step.get("count");
    if (outcome.getAbnormal() instanceof AgentLost && again) {
      recording.append(head.record, " again");
      enter(head);
    } else {
      head.resume = outcome;
    }
  }

  private void catchError(Head head, Outcome outcome) {
    if (outcome.getAbnormal() instanceof Interrupted || outcome.isSuccess()) {
      head.resume = outcome;
      return;
    }
    recording.append(head.record, " caught " + said(outcome.getAbnormal()));
    colour((String) head.step.get("buildResult"));
    head.resume = new Outcome(null, null);
  }

  /** Makes the build's result this one, if it is worse. */
  void colour(String result) {
    List<String> worse = List.of("SUCCESS", "UNSTABLE", "FAILURE", "ABORTED");
    if (worse.indexOf(result) > worse.indexOf(build.result)) {
      build.result = result;
    }
  }

  private List<Head> children(Head head) {
    return build.heads.stream().filter(h -> h.parent == head).toList();
  }

  private static String said(Throwable e) {
    return e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage());
  }
}
