package io.drover.aptly.client;

/**
 * aptly's database and its pool of packages.
 *
 * <pre>{@code
 * aptly.within(Duration.ofMinutes(10)).database().cleanUp();
 * }</pre>
 */
public final class Database {

  private final Calls calls;

  Database(Calls calls) {
    this.calls = calls;
  }

  /**
   * Deletes packages that nothing refers to any more, with their files in the pool. Nothing else
   * should change meanwhile: aptly 1.5 would delete what is just being added, unless all callers
   * work {@linkplain Aptly#asTasks as tasks}.
   */
  public void cleanUp() {
    calls.work("POST", Url.of("db", "cleanup"), "clean up its database");
  }
}
