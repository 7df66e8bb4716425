package io.drover.engine.plan;

import java.util.List;

/**
 * A node of the plan: one piece of work that a runner does as a whole.
 *
 * @param id {@code kind:subject}, for tests {@code test:environment/name}; unique in a plan
 * @param kind what is done
 * @param subject the component, application or environment that it is done to
 * @param test the test's name; empty for every other kind
 * @param needs ids of the tasks that must have succeeded before, in the order of the plan
 */
public record Task(String id, Kind kind, String subject, String test, List<String> needs) {

  public Task {
    needs = List.copyOf(needs);
  }

  static Task of(Kind kind, String subject, List<String> needs) {
    return new Task(kind.id(subject), kind, subject, "", needs);
  }

  static Task ofTest(String environment, String test, List<String> needs) {
    return new Task(Kind.TEST.id(environment + "/" + test), Kind.TEST, environment, test, needs);
  }

  /** The task's id as a file name. */
  public String fileName() {
    return id.replace(':', '-').replace('/', '-');
  }

  /** What a task does. */
  public enum Kind {
    /** Builds a component. */
    BUILD,
    /** Publishes a component's packages. */
    PUBLISH,
    /** Makes an application's image. */
    IMAGE,
    /** Deploys a release to an environment. */
    DEPLOY,
    /** Runs a test against an environment. */
    TEST,
    /** Records a tested release and hands it to the next environment. */
    PROMOTE,
    /** Leads requests to a colour of blue/green services; only when somebody asks for it. */
    SWITCH,
    /** Brings back what an environment ran before; only when somebody asks for it. */
    ROLLBACK;

    /** The kind as ids and reports write it. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** Whether its subject is an environment, in whose cluster it is done. */
    public boolean isOfEnvironment() {
      return switch (this) {
        case DEPLOY, TEST, PROMOTE, SWITCH, ROLLBACK -> true;
        case BUILD, PUBLISH, IMAGE -> false;
      };
    }

    /** The id of this kind's task for a subject. */
    public String id(String subject) {
      return word() + ":" + subject;
    }
  }
}
