package io.drover.aptly.client;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What a pull would do.
 *
 * @param added packages that would be added, each as {@code name_version_architecture}
 * @param removed packages that would be removed, written the same way
 */
public record PullPreview(List<String> added, List<String> removed) {

  @JsonCreator
  static PullPreview of(
      @JsonProperty("added_packages") List<String> added,
      @JsonProperty("removed_packages") List<String> removed) {
    return new PullPreview(Lists.copy(added), Lists.copy(removed));
  }
}
