package io.drover.aptly.client;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Where the packages of a published component are from.
 *
 * @param component apt's component, for example {@code main}
 * @param name name of the repository or snapshot
 */
public record Source(
    @JsonProperty("Component") String component, @JsonProperty("Name") String name) {}
