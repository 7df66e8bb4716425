package io.drover.seedjobs.rest;

import java.util.Optional;

/**
 * The few things that seeding wants of a Jenkins. Each may be repeated: done twice it leaves what
 * it leaves done once.
 *
 * <p>All throw {@link RefusedException} when Jenkins does not do it, and {@link
 * io.drover.engine.WorkFailedException} when it can do nothing at all now.
 */
public interface Jenkins {
  /** What a folder has; empty where no item of this name is, or none that we may see. */
  Optional<Listing> list(ItemPath folder) throws InterruptedException;

  /** The {@code config.xml} of an item. */
  String config(ItemPath item) throws InterruptedException;

  /** Makes an item. */
  void create(ItemPath item, String xml) throws InterruptedException;

  /** Replaces the {@code config.xml} of an item; its builds stay. */
  void update(ItemPath item, String xml) throws InterruptedException;

  /** Deletes an item with its builds; none is there afterwards. */
  void delete(ItemPath item) throws InterruptedException;
}
