package io.drover.aptly.client;

import java.util.Comparator;
import java.util.List;

/**
 * What apt sees as a repository.
 *
 * @param storage where it is published, for example {@code s3:bucket}; empty for the server's own
 *     disk
 * @param prefix path below the root; {@code .} for the root itself
 * @param path where it is published, for messages
 * @param distribution apt's suite
 * @param sourceKind what it is made from
 * @param sources where each component is from, by component
 * @param architectures those an index is made for
 * @param label {@code Label:} of the {@code Release} file
 * @param origin {@code Origin:} of the {@code Release} file
 * @param suite {@code Suite:} of the {@code Release} file
 * @param codename {@code Codename:} of the {@code Release} file; null before 1.6
 * @param version {@code Version:} of the {@code Release} file; null before 1.6.3
 * @param notAutomatic {@code NotAutomatic:} of the {@code Release} file
 * @param butAutomaticUpgrades {@code ButAutomaticUpgrades:} of the {@code Release} file
 * @param signedBy {@code Signed-By:} of the {@code Release} file; null before 1.6.3
 * @param skipContents whether it has no {@code Contents} indexes
 * @param acquireByHash whether indexes can be fetched by their hashes
 * @param multiDist whether the distribution has a pool of its own; false before 1.6
 */
public record PublishedRepo(
    String storage,
    String prefix,
    String path,
    String distribution,
    SourceKind sourceKind,
    List<Source> sources,
    List<String> architectures,
    String label,
    String origin,
    String suite,
    String codename,
    String version,
    String notAutomatic,
    String butAutomaticUpgrades,
    String signedBy,
    boolean skipContents,
    boolean acquireByHash,
    boolean multiDist) {

  public PublishedRepo {
    sources = Lists.copy(sources).stream().sorted(Comparator.comparing(Source::component)).toList();
    architectures = Lists.copy(architectures);
  }
}
