package io.drover.engine.verify.locust;

import java.util.Locale;
import java.util.Optional;

/**
 * What Locust knew at one moment.
 *
 * @param second seconds since the epoch
 * @param users users at work
 * @param requests requests that were answered or had failed by then
 * @param failures those of them that had failed
 * @param p50 median response time of the last 10 s, milliseconds; empty before the first request
 * @param p95 95th percentile, likewise
 * @param p99 99th percentile, likewise
 */
record Sample(
    long second,
    int users,
    long requests,
    long failures,
    Optional<Double> p50,
    Optional<Double> p95,
    Optional<Double> p99) {

  static Sample of(CsvRows.Row row) {
    return new Sample(
        row.count("Timestamp"),
        (int) row.count("User Count"),
        row.count("Total Request Count"),
        row.count("Total Failure Count"),
        row.number("50%"),
        row.number("95%"),
        row.number("99%"));
  }

  /** Requests per second since another sample. */
  double requestRate(Sample before) {
    return rate(requests - before.requests, before);
  }

  /** Failures per second since another sample. */
  double failureRate(Sample before) {
    return rate(failures - before.failures, before);
  }

  private double rate(long count, Sample before) {
    return Math.max(0, count) / (double) Math.max(1, second - before.second);
  }

  /** In one line for a terminal. */
  String words(long atSecond, double rate) {
    return String.format(
        Locale.ROOT,
        "%4d s  %d users  %,.1f req/s  %,d failed  p50 %s  p95 %s  p99 %s ms",
        atSecond,
        users,
        rate,
        failures,
        whole(p50),
        whole(p95),
        whole(p99));
  }

  private static String whole(Optional<Double> milliseconds) {
    return milliseconds.map(ms -> "" + Math.round(ms)).orElse("-");
  }
}
