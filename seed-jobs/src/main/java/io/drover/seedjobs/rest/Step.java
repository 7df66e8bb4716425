package io.drover.seedjobs.rest;

import io.drover.seedjobs.change.Change;
import io.drover.seedjobs.change.Change.Kind;

/** Work on one item. */
final class Step {
  private final String item;
  private final Decision decision;
  private final Kind kind;
  private final Work work;

  private Step(String item, Decision decision, Kind kind, Work work) {
    this.item = item;
    this.decision = decision;
    this.kind = kind;
    this.work = work;
  }

  /** Calls that change something. */
  interface Work {
    void run() throws InterruptedException;
  }

  /** Calls that find out whether something is to be changed. */
  interface Decision {
    boolean isNeeded() throws InterruptedException;
  }

  static Step of(Kind kind, ItemPath item, Work work) {
    return new Step(item.words(), () -> true, kind, work);
  }

  /** Changes an item if need be. */
  static Step changeIf(Decision decision, ItemPath item, Work work) {
    return new Step(item.words(), decision, Kind.CHANGED, work);
  }

  static Step unchanged(ItemPath item) {
    return new Step(item.words(), () -> false, Kind.UNCHANGED, () -> {});
  }

  static Step refused(ItemPath item, String why) {
    Decision refusal =
        () -> {
          throw new RefusedException(why);
        };
    return new Step(item.words(), refusal, Kind.REFUSED, () -> {});
  }

  /**
   * Does it; an item that Jenkins refuses does not stop the others.
   *
   * @param write whether anything is changed, or only said
   */
  Change run(boolean write) throws InterruptedException {
    try {
      if (!decision.isNeeded()) {
        return Change.of(Kind.UNCHANGED, item);
      }
      if (write) {
        work.run();
      }
      return Change.of(kind, item);
    } catch (RefusedException e) {
      return Change.refused(item, e.getMessage());
    }
  }
}
