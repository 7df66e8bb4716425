package io.drover.aptly.client;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * How far a task is. All are 0 where the task does not tell.
 *
 * @param packages how many packages, or files in a clean-up, it deals with
 * @param remainingPackages how many of them are still to be done
 * @param bytes how many bytes a mirror's update downloads
 * @param remainingBytes how many of them are still to come
 */
public record TaskProgress(long packages, long remainingPackages, long bytes, long remainingBytes) {

  static TaskProgress of(JsonNode detail) {
    return new TaskProgress(
        number(detail, "TotalNumberOfPackages", "TotalNumberOfPackagesToDelete"),
        number(detail, "RemainingNumberOfPackages", "RemainingNumberOfPackagesToDelete"),
        number(detail, "TotalDownloadSize", "TotalDownloadSize"),
        number(detail, "RemainingDownloadSize", "RemainingDownloadSize"));
  }

  private static long number(JsonNode detail, String name, String otherName) {
    return detail.path(detail.has(name) ? name : otherName).asLong();
  }
}
