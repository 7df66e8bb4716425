package io.drover.seedjobs.change;

/**
 * What was done, or would be, to one item.
 *
 * @param item its name in words, for example {@code shop/build-catalog}
 * @param kind what was done
 * @param why the reason of a refusal; otherwise empty
 */
public record Change(String item, Kind kind, String why) {

  /** A change that needs no reason. */
  public static Change of(Kind kind, String item) {
    return new Change(item, kind, "");
  }

  /** An item that could not be brought up to date. */
  public static Change refused(String item, String why) {
    return new Change(item, Kind.REFUSED, why);
  }

  /** What is done to items. */
  public enum Kind {
    CREATED,
    CHANGED,
    DELETED,
    UNCHANGED,
    /** Not Drover's, or Jenkins did not take it. */
    REFUSED;

    /** The kind as a word. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }
}
