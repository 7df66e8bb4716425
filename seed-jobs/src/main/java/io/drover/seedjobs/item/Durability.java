package io.drover.seedjobs.item;

/** How much of a running build survives the end of Jenkins; the names are Jenkins' own. */
public enum Durability {
  /** Little is written while it runs: a build is repeated cheaply, its work is found done. */
  PERFORMANCE_OPTIMIZED,
  /** Every step is written: what waits for a person, or is half deployed, goes on afterwards. */
  MAX_SURVIVABILITY
}
