package io.drover.engine.verify.locust;

/**
 * What was measured of one kind of request, or of all together.
 *
 * @param method for example {@code GET}; empty for all together
 * @param name as the locustfile calls it
 * @param requests how many were answered or failed
 * @param failures how many of them failed
 * @param rps requests per second, from the first to the last
 * @param p50 median response time, milliseconds
 * @param p95 95th percentile
 * @param p99 99th percentile
 * @param max the longest
 */
record Endpoint(
    String method,
    String name,
    long requests,
    long failures,
    double rps,
    double p50,
    double p95,
    double p99,
    double max) {

  static Endpoint of(CsvRows.Row row) {
    return new Endpoint(
        row.text("Type"),
        row.text("Name"),
        row.count("Request Count"),
        row.count("Failure Count"),
        row.number("Requests/s").orElse(0.0),
        row.number("50%").orElse(0.0),
        row.number("95%").orElse(0.0),
        row.number("99%").orElse(0.0),
        row.number("Max Response Time").orElse(0.0));
  }

  /** Failures of all requests, 0–1. */
  double failureRatio() {
    return requests == 0 ? 0 : failures / (double) requests;
  }
}
