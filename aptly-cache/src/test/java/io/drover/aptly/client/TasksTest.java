package io.drover.aptly.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.aptly.AptlyServer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** With a real aptly. */
@Tag("real")
@OnSharedAptly
class TasksTest {

  private final AptlyServer server;
  private final Aptly aptly;
  private final Tasks tasks;
  private final List<Task> seen = new ArrayList<>();

  TasksTest(AptlyServer server) {
    this.server = server;
    this.aptly = server.aptly();
    this.tasks = aptly.tasks();
  }

  @Test
  void workAsATaskHasTheSameResultAndLeavesNoTask() throws IOException {
    Prepared.repo(server, "t-repo", "app 1 all");
    Aptly background = aptly.asTasks(seen::add);

    Snapshot snapshot = background.snapshots().createFromRepo("t-1", "t-repo", "in background");
    PublishedRepo published =
        background
            .publishing()
            .create(
                "t-pub",
                PublishSpec.ofSnapshots("stable")
                    .component("main", "t-1")
                    .architectures("amd64")
                    .signing(SigningOptions.key(server.signing.key())));
    background.database().cleanUp();

    assertThat(snapshot).isEqualTo(aptly.snapshots().show("t-1"));
    assertThat(published).isIn(aptly.publishing().list());
    assertThat(seen).last().extracting(Task::state).isEqualTo(Task.State.SUCCEEDED);
    assertThat(seen)
        .extracting(Task::name)
        .contains("Create snapshot of repo t-repo", "Clean up db");
    assertThat(tasks.list()).doesNotContainAnyElementsOf(seen);
  }

  @Test
  void aTaskThatFailsIsTheSameErrorAsTheCall() throws IOException {
    Prepared.repo(server, "t-dup", "app 1 all");
    aptly.snapshots().createFromRepo("t-taken", "t-dup", "");
    String message = catchMessage(() -> aptly.snapshots().createFromRepo("t-taken", "t-dup", ""));

    assertThatThrownBy(
            () -> aptly.asTasks(seen::add).snapshots().createFromRepo("t-taken", "t-dup", ""))
        .isInstanceOf(ConflictException.class)
        .hasMessage(message)
        .extracting(e -> ((ConflictException) e).words())
        .isEqualTo("snapshot with name t-taken already exists");
    assertThat(seen).last().extracting(Task::state).isEqualTo(Task.State.FAILED);
    assertThat(tasks.list()).noneMatch(task -> task.id() == seen.get(0).id());
  }

  @Test
  void aTaskIsShownWithOutputProgressAndResultAndForgotten() throws IOException {
    try (var upstream = new SlowUpstream()) {
      int id = hangingUpdate("t-mirror", upstream.uri());

      assertThat(tasks.list()).extracting(Task::id).contains(id);
      Task running = tasks.show(id);
      assertThat(running.name()).isEqualTo("Update mirror t-mirror");
      assertThat(running.state()).isEqualTo(Task.State.RUNNING);
      assertThat(tasks.returnValue(id).isMissingNode()).isTrue();
      assertThat(tasks.progress(id)).isEqualTo(new TaskProgress(0, 0, 0, 0));
      assertThatThrownBy(() -> tasks.delete(id))
          .isInstanceOf(ConflictException.class)
          .hasMessageContaining("is still in state=");
      assertThatThrownBy(() -> within(3).tasks().await(id))
          .isInstanceOf(NoAnswerException.class)
          .hasMessageContaining("Its task " + id + ", 'Update mirror t-mirror', goes on");
      assertThatThrownBy(() -> within(3).tasks().awaitAll()).isInstanceOf(NoAnswerException.class);
      if (!aptly.supports(Feature.READINESS)) {
        assertThatThrownBy(() -> aptly.asTasks(seen::add).mirrors().forceDelete("t-mirror"))
            .isInstanceOf(ConflictException.class)
            .hasMessageContaining("resources are used by other tasks");
      }
      upstream.close();

      assertThat(tasks.await(id).state()).isEqualTo(Task.State.FAILED);
      assertThat(tasks.output(id)).contains("Task failed with error: unable to update: ");
      assertThat(tasks.delete(id).id()).isEqualTo(id);
      assertThatThrownBy(() -> tasks.delete(id)).isInstanceOf(NotFoundException.class);
      assertThatThrownBy(() -> tasks.show(id))
          .isInstanceOf(NotFoundException.class)
          .hasMessageContaining("ould not find task with id " + id);
    }
  }

  @Test
  void tasksThatAreOverAreClearedAndNoneRunsThen() throws IOException {
    try (var upstream = new SlowUpstream()) {
      int id = hangingUpdate("t-clear", upstream.uri());
      tasks.clear();
      assertThat(tasks.show(id).isOver()).isFalse();
      upstream.close();

      tasks.awaitAll();
      assertThat(tasks.show(id).isOver()).isTrue();
      tasks.clear();
      assertThat(tasks.list()).isEmpty();
    }
  }

  /** Starts an update that goes on after the client gave up; number of its task. */
  private int hangingUpdate(String mirror, URI upstream) {
    aptly.mirrors().create(mirror, MirrorSpec.of(upstream, "stable").ignoreSignatures());
    assertThatThrownBy(
            () ->
                within(3)
                    .asTasks(seen::add)
                    .mirrors()
                    .update(mirror, MirrorUpdate.plain().ignoreSignatures()))
        .isInstanceOf(NoAnswerException.class)
        .hasMessageContaining("did not update the mirror " + mirror + " within 3 s. Its task ");
    return seen.get(0).id();
  }

  private Aptly within(int seconds) {
    return aptly.within(Duration.ofSeconds(seconds));
  }

  private static String catchMessage(Runnable call) {
    try {
      call.run();
      throw new AssertionError("no error");
    } catch (AptlyException e) {
      return e.getMessage();
    }
  }
}
