package io.drover.aptly.client;

import io.drover.aptly.client.Transport.Answer;
import java.util.List;

/**
 * How the server is.
 *
 * <pre>{@code
 * Version version = aptly.status().version();
 * if (aptly.supports(Feature.STORAGE_USE) && aptly.status().storage().percentFull() > 90) {
 *   System.err.println("aptly " + version + " is short of disk");
 * }
 * }</pre>
 */
public final class Status {

  private final Calls calls;

  Status(Calls calls) {
    this.calls = calls;
  }

  /** Version of the server; asked for each time. */
  public Version version() {
    return calls.freshVersion();
  }

  /**
   * Whether the server takes calls.
   *
   * @throws UnsupportedException before 1.6
   */
  public boolean isReady() {
    return isAvailable("ready");
  }

  /**
   * Whether the server is well; one that is not does not answer.
   *
   * @throws UnsupportedException before 1.6
   */
  public boolean isHealthy() {
    return isAvailable("healthy");
  }

  /**
   * How full the disk is that the server keeps everything on.
   *
   * @throws UnsupportedException before 1.6
   */
  public StorageUse storage() {
    calls.require(Feature.STORAGE_USE);
    return calls.get(Url.of("storage"), StorageUse.class, "tell how full its disk is");
  }

  /**
   * The server's figures for Prometheus, in its text format.
   *
   * @throws RefusedException also when its configuration does not have {@code
   *     enableMetricsEndpoint}
   */
  public String metrics() {
    String doing = "tell its metrics";
    Answer answer = calls.transport().get("/metrics", doing);
    calls.transport().requireSuccess(answer, doing);
    return answer.text();
  }

  /**
   * Names of the S3 buckets that the server can publish to.
   *
   * @throws UnsupportedException before 1.6
   */
  public List<String> s3Endpoints() {
    calls.require(Feature.S3_ENDPOINTS);
    return calls.strings(calls.get(Url.of("s3"), "list its S3 endpoints"));
  }

  /**
   * Names of the Google Cloud Storage buckets that the server can publish to.
   *
   * @throws UnsupportedException before 1.6.3
   */
  public List<String> gcsEndpoints() {
    calls.require(Feature.GCS_AND_JFROG_ENDPOINTS);
    return calls.strings(calls.get(Url.of("gcs"), "list its GCS endpoints"));
  }

  /**
   * Names of the JFrog Artifactory repositories that the server can publish to.
   *
   * @throws UnsupportedException before 1.6.3
   */
  public List<String> jfrogEndpoints() {
    calls.require(Feature.GCS_AND_JFROG_ENDPOINTS);
    return calls.strings(calls.get(Url.of("jfrog"), "list its JFrog endpoints"));
  }

  private boolean isAvailable(String how) {
    calls.require(Feature.READINESS);
    String doing = "tell whether it is " + how;
    Answer answer = calls.transport().getOnce("/" + how, doing);
    if (answer.status() == 503) {
      return false;
    }
    calls.transport().requireSuccess(answer, doing);
    return true;
  }
}
