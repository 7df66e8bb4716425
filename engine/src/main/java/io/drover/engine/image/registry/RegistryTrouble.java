package io.drover.engine.image.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.drover.engine.WorkFailedException;
import io.drover.engine.file.Trees;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** What goes wrong between Drover and a registry, in words: what, where, what to do. */
final class RegistryTrouble {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int LONGEST = 300;

  private final String address;

  RegistryTrouble(String address) {
    this.address = address;
  }

  WorkFailedException noLogin(Call call, String searched) {
    return failure(
        call,
        "it wants a login, and there is none for it in " + searched + ". " + logIn(),
        Optional.empty());
  }

  WorkFailedException wrongLogin(Call call, Login login) {
    return failure(
        call,
        "it does not accept " + login + ". Is the password right? " + logIn(),
        Optional.empty());
  }

  WorkFailedException tokenServer(Call call, String realm, String why) {
    return failure(
        call, "it wants a token from %s, and %s".formatted(realm, why), Optional.empty());
  }

  /** An answer that is no success. */
  WorkFailedException answered(Call call, int status, String body, Optional<Login> login) {
    String said = said(body);
    String answer = "status " + status + (said.isEmpty() ? "" : " (" + said + ")");
    String why =
        switch (status) {
          case 403 ->
              answer
                  + ": "
                  + login
                      .map(l -> l + " may not do this")
                      .orElse("nobody may do this without login")
                  + ". "
                  + (login.isPresent() ? "Ask the registry's owners for the right to it" : logIn());
          case 404 -> answer + ": it does not know that name; some registries want it made first";
          case 405, 501 ->
              answer + ": it does not offer this; is it a registry, and not read-only?";
          case 413 ->
              answer + ": too large for it, or for a proxy in front of it; raise their limit";
          case 429 ->
              answer + ": it is asked too often; try again later, or log in for a higher limit";
          case 507 -> answer + ": its disk is full";
          default ->
              answer
                  + (status < 500
                      ? ""
                      : isFull(body)
                          ? ": its disk is full; make room there"
                          : ": the trouble is the registry's own; its log says more");
        };
    return failure(call, "it answered with " + why, Optional.empty());
  }

  /** docker-registry tells the number of Linux's error, other registries its text. */
  private static boolean isFull(String body) {
    return body.contains("no space left on device") || body.contains("\"Err\":28");
  }

  /** No answer, or not a whole one. */
  WorkFailedException lost(Call call, IOException e) {
    return failure(call, why(call, e), Optional.of(e));
  }

  WorkFailedException unexpected(Call call, String what) {
    return failure(call, what + "; is it a registry?", Optional.empty());
  }

  private String why(Call call, IOException e) {
    if (e instanceof HttpTimeoutException) {
      return "it did not answer within %d s".formatted(call.timeout().toSeconds());
    }
    if (e instanceof SSLException) {
      return tls(e);
    }
    if (e instanceof ConnectException) {
      return e.getCause() instanceof UnresolvedAddressException
              || e.getCause() != null
                  && e.getCause().getCause() instanceof UnresolvedAddressException
          ? "its name cannot be resolved"
          : "nothing answers there; is it running?";
    }
    return "the connection was lost (%s)".formatted(Trees.why(e));
  }

  private String tls(IOException e) {
    String message = String.valueOf(e.getMessage());
    if (message.contains("SSL message")) {
      return "it speaks no TLS, and only registries on loopback are spoken to without";
    }
    return "its certificate is not trusted (%s). If an authority of your own made it, put that one's certificate into /etc/containers/certs.d/%s/ca.crt"
        .formatted(Trees.why(e), address);
  }

  private String logIn() {
    return "Log in with: podman login " + address;
  }

  private WorkFailedException failure(Call call, String why, Optional<IOException> cause) {
    String message = "could not %s: the registry at %s: %s".formatted(call.doing(), address, why);
    return cause
        .map(c -> new WorkFailedException(message, c))
        .orElseGet(() -> new WorkFailedException(message));
  }

  /** The errors that a registry names. Source: OCI distribution specification, "Error Codes". */
  private static String said(String body) {
    List<String> words = new ArrayList<>();
    try {
      for (JsonNode error : MAPPER.readTree(body).path("errors")) {
        words.add(error.path("code").asText().isEmpty() ? "" : error.path("code").asText());
        words.add(error.path("message").asText());
        JsonNode detail = error.path("detail");
        words.add(detail.isTextual() ? detail.asText() : detail.isEmpty() ? "" : detail.toString());
      }
    } catch (JsonProcessingException e) {
      // Proxies answer with pages of HTML, which say nothing that the status does not.
    }
    String text = String.join(" ", words.stream().filter(word -> !word.isBlank()).toList());
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
  }
}
