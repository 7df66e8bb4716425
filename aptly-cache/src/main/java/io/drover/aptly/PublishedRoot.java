package io.drover.aptly;

import java.util.List;

/**
 * One published distribution.
 *
 * @param prefix path below the published root
 * @param distribution apt's suite, for example {@code stable}
 * @param architectures those an index is made for; {@code all} among them
 * @param sources names of the local repositories or snapshots it is made from
 */
public record PublishedRoot(
    String prefix, String distribution, List<String> architectures, List<String> sources) {

  public PublishedRoot {
    architectures = List.copyOf(architectures);
    sources = List.copyOf(sources);
  }
}
