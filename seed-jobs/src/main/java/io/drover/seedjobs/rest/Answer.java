package io.drover.seedjobs.rest;

import java.net.http.HttpHeaders;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Jenkins answered.
 *
 * @param status HTTP status
 * @param headers headers
 * @param body text
 * @param repeated whether an earlier try of the same call may have been done without an answer
 */
record Answer(int status, HttpHeaders headers, String body, boolean repeated) {
  private static final Pattern LOGGING_ID = Pattern.compile("Logging ID=([0-9a-f-]{8,})");
  private static final Pattern TITLE = Pattern.compile("(?is)<title>(.{1,200}?)</title>");
  private static final Pattern LOGIN =
      Pattern.compile("(?i).*(login|signin|securityRealm|oauth|saml|sso).*");

  boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  boolean isRedirect() {
    return status >= 300 && status < 400;
  }

  /** A redirect to where somebody is to log in. */
  boolean asksForLogin() {
    return isRedirect() && LOGIN.matcher(location()).matches();
  }

  String location() {
    return header("Location").replaceAll("\\?.*", "");
  }

  /** May be another answer in a moment, whatever was asked. */
  boolean isTransient() {
    return status == 429 || status == 502 || status == 503 || status == 504;
  }

  boolean wantsCrumb() {
    return status == 403 && body.contains("No valid crumb");
  }

  boolean isHtml() {
    return header("Content-Type").startsWith("text/html") || body.stripLeading().startsWith("<");
  }

  String header(String name) {
    return headers.firstValue(name).orElse("");
  }

  /** What Jenkins says of the reason, on one line; may be empty. */
  String reason() {
    if (!header("X-Error").isEmpty()) {
      return header("X-Error");
    }
    Matcher id = LOGGING_ID.matcher(body);
    if (id.find()) {
      return "its log says more under Logging ID=" + id.group(1);
    }
    Matcher title = TITLE.matcher(body);
    return title.find() ? title.group(1).replaceAll("\\s+", " ").strip() : "";
  }
}
