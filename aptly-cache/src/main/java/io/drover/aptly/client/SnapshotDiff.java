package io.drover.aptly.client;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;

/**
 * What two snapshots have differently: another version on either side, or a package on one side
 * only.
 *
 * @param left key of the package in the first snapshot
 * @param right key of the package in the second snapshot
 */
public record SnapshotDiff(Optional<String> left, Optional<String> right) {

  @JsonCreator
  static SnapshotDiff of(@JsonProperty("Left") String left, @JsonProperty("Right") String right) {
    return new SnapshotDiff(Optional.ofNullable(left), Optional.ofNullable(right));
  }
}
