package io.drover.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** {@code drover apt clean} where services run. */
@RealParts
@ResourceLock(Workplace.SHARED)
class RetentionTest {
  private final Workplace place;

  RetentionTest(Workplace place) {
    this.place = place;
  }

  @AfterEach
  void leavesNothingBehind() {
    place.assertNothingOfRunsIsLeft();
  }

  @Test
  void whatAnyEnvironmentRunsOrCanGoBackToStays() {
    String everywhere = place.settle().report().task("build:web").outputs().get("version");
    OldPackage old = OldPackage.publish(place);
    place.project().change();
    String inDev = place.settle("--to", "dev").report().task("build:web").outputs().get("version");

    Outcome clean = old.clean("--target", "podman");

    assertThat(clean.out()).contains("deleted web " + OldPackage.VERSION);
    assertThat(place.packages().packages())
        .as("in stg and prd; in dev")
        .anyMatch(key -> key.contains(" " + everywhere + " "))
        .anyMatch(key -> key.contains(" " + inDev + " "))
        .noneMatch(key -> key.contains(" " + OldPackage.VERSION + " "));
  }
}
