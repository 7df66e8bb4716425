package io.drover.aptly.client;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;

/**
 * Work that aptly does in the background.
 *
 * @param id number of it, counted from 1 at the start of the server
 * @param name what it does, in aptly's words
 * @param state how far it is
 * @param resources what it keeps other tasks from; empty before 1.6
 */
public record Task(int id, String name, State state, List<String> resources) {

  /** How far a task is. */
  public enum State {
    WAITING,
    RUNNING,
    SUCCEEDED,
    FAILED;

    @JsonCreator
    static State of(int number) {
      return values()[number];
    }
  }

  public Task {
    resources = Lists.copy(resources);
  }

  /** Whether it is over, well or not. */
  public boolean isOver() {
    return state == State.SUCCEEDED || state == State.FAILED;
  }
}
