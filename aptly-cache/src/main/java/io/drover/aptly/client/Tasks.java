package io.drover.aptly.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.Consumer;

/**
 * What aptly does in the background. {@link Aptly#asTasks} makes tasks of calls; here they are
 * looked at. aptly forgets all tasks when it ends.
 *
 * <pre>{@code
 * Aptly patient = aptly.within(Duration.ofMinutes(30)).asTasks(task -> System.out.println(task.name()));
 * patient.database().cleanUp();
 * List<Task> running = aptly.tasks().list().stream().filter(task -> !task.isOver()).toList();
 * }</pre>
 */
public final class Tasks {

  private static final long SHORTEST_PAUSE_MILLIS = 20;
  private static final long LONGEST_PAUSE_MILLIS = 1000;
  private static final String FAILURE = "Task failed with error: ";

  private final Calls calls;

  Tasks(Calls calls) {
    this.calls = calls;
  }

  /** All tasks that the server remembers. */
  public List<Task> list() {
    return calls.list(Url.of("tasks"), Task.class, "list its tasks");
  }

  /**
   * One task.
   *
   * @throws NotFoundException when the server does not know it
   */
  public Task show(int id) {
    return calls.get(url(id), Task.class, "show the task " + id);
  }

  /** What the task has said so far, in lines. */
  public String output(int id) {
    return calls.get(url(id, "output"), "show the output of the task " + id).asText();
  }

  /** How far an update of a mirror, a publication or a clean-up is. */
  public TaskProgress progress(int id) {
    String doing = "show the progress of the task " + id;
    return TaskProgress.of(calls.get(url(id, "detail"), doing));
  }

  /**
   * What the call would have answered, had it not been a task; null in JSON while it runs, and when
   * there is nothing to say.
   */
  public JsonNode returnValue(int id) {
    return returned(id).path("Value");
  }

  /**
   * Waits until the task is over.
   *
   * @return the task, which may have failed
   * @throws NoAnswerException when it is not over within the time limit
   */
  public Task await(int id) {
    return await(show(id), task -> {}, "end the task " + id);
  }

  /**
   * Waits, on the server, until no task runs.
   *
   * @throws NoAnswerException when that does not come to pass within the time limit
   */
  public void awaitAll() {
    calls.get(Url.of("tasks-wait"), "end its tasks");
  }

  /**
   * Forgets a task that is over.
   *
   * @return what is forgotten
   * @throws ConflictException when it is not over
   */
  public Task delete(int id) {
    String doing = "forget the task " + id;
    return calls.as(calls.send("DELETE", url(id), doing), Task.class, doing);
  }

  /** Forgets all tasks that are over. */
  public void clear() {
    calls.send("POST", Url.of("tasks-clear"), "forget its tasks");
  }

  /** Waits for a task that this client started, and forgets it; its result. */
  JsonNode result(Task started, Consumer<Task> progress, String doing) {
    Task over = await(started, progress, doing);
    JsonNode returned = returned(over.id());
    if (over.state() == Task.State.FAILED) {
      String output = output(over.id());
      forget(over.id());
      String words = output.substring(output.lastIndexOf(FAILURE) + FAILURE.length()).strip();
      throw Refusal.of(calls.transport().server(), doing, returned.path("Code").asInt(500), words);
    }
    forget(over.id());
    return returned.path("Value");
  }

  private Task await(Task started, Consumer<Task> progress, String doing) {
    long end = System.nanoTime() + calls.transport().timeout().toNanos();
    long pause = SHORTEST_PAUSE_MILLIS;
    Task task = started;
    progress.accept(task);
    while (!task.isOver()) {
      if (System.nanoTime() > end) {
        throw new NoAnswerException(
            "%s did not %s within %d s. Its task %d, '%s', goes on: give it more time, see its log."
                .formatted(
                    calls.transport().server(),
                    doing,
                    calls.transport().timeout().toSeconds(),
                    task.id(),
                    task.name()),
            true,
            null);
      }
      calls.transport().sleep(pause, doing);
      pause = Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
      task = show(task.id());
      progress.accept(task);
    }
    return task;
  }

  private JsonNode returned(int id) {
    return calls.get(url(id, "return_value"), "show the result of the task " + id);
  }

  /** Somebody else may have cleared the tasks meanwhile. */
  private void forget(int id) {
    try {
      delete(id);
    } catch (NotFoundException e) {
      // gone already
    }
  }

  private static Url url(int id) {
    return Url.of("tasks", Integer.toString(id));
  }

  private static Url url(int id, String what) {
    return Url.of("tasks", Integer.toString(id), what);
  }
}
