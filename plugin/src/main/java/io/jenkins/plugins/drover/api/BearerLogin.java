package io.jenkins.plugins.drover.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.init.Initializer;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.security.csrf.CrumbExclusion;
import hudson.util.PluginServletFilter;
import hudson.util.Secret;
import io.jenkins.plugins.drover.configuration.ApiTokenSettings;
import io.jenkins.plugins.drover.configuration.CredentialsById;
import io.jenkins.plugins.drover.configuration.DroverConfiguration;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;

/**
 * Lets programs in that show a token of the settings, {@code Authorization: Bearer …}, as
 * environment-operator's do. It counts for this API alone; whoever shows it acts as the user that
 * the settings name, so what it may do is asked like everybody's.
 */
public final class BearerLogin implements Filter {
  private static final Logger LOGGER = Logger.getLogger(BearerLogin.class.getName());
  private static final Pattern BEARER = Pattern.compile("Bearer( .*|)", Pattern.CASE_INSENSITIVE);
  private static final Pattern PATH =
      Pattern.compile("/drover/api/([a-zA-Z0-9][a-zA-Z0-9_-]*)(/[a-zA-Z0-9][a-zA-Z0-9_-]*)*/?");

  /** Jenkins takes filters from the moment that its web pages are being prepared. */
  @Initializer
  public static void register() throws ServletException {
    PluginServletFilter.addFilter(new BearerLogin());
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!(request instanceof HttpServletRequest http) || !carriesToken(http)) {
      chain.doFilter(request, response);
      return;
    }
    Optional<Authentication> user = user(http);
    if (user.isEmpty()) {
      LOGGER.log(Level.INFO, "A token was refused that came from {0}", request.getRemoteAddr());
      refuse((HttpServletResponse) response, http);
      return;
    }
    try (ACLContext as = ACL.as2(user.get())) {
      chain.doFilter(request, response);
    }
  }

  private static void refuse(HttpServletResponse response, HttpServletRequest request)
      throws IOException {
    response.setHeader("WWW-Authenticate", "Bearer");
    JsonAnswer.of(
            401,
            JsonNodeFactory.instance
                .objectNode()
                .put("error", "this token is not known here")
                .put("where", request.getRequestURI())
                .put(
                    "hint",
                    "take one that the Drover settings name for this environment, or log in as a"
                        + " user of Jenkins with an API token"))
        .writeTo(response);
  }

  private static boolean carriesToken(HttpServletRequest request) {
    return token(request).isPresent() && environment(request).isPresent();
  }

  /** What was shown, which may be nothing; empty where it is another way to log in. */
  private static Optional<String> token(HttpServletRequest request) {
    String header = request.getHeader("Authorization");
    Matcher bearer = BEARER.matcher(header == null ? "" : header);
    return bearer.matches() ? Optional.of(bearer.group(1).strip()) : Optional.empty();
  }

  /**
   * The environment in the address; empty where it is no address of this API. One that is written
   * in a roundabout way is none: it may lead elsewhere.
   */
  private static Optional<String> environment(HttpServletRequest request) {
    Matcher path =
        PATH.matcher(request.getRequestURI().substring(request.getContextPath().length()));
    return path.matches() ? Optional.of(path.group(1)) : Optional.empty();
  }

  /** All tokens are compared, each in the same time, whichever of them it is. */
  private static Optional<Authentication> user(HttpServletRequest request) {
    String shown = token(request).orElseThrow();
    String environment = environment(request).orElseThrow();
    String user = null;
    for (ApiTokenSettings token : DroverConfiguration.get().getApiTokens()) {
      boolean same =
          CredentialsById.find(StringCredentials.class, token.getCredentialsId(), null)
              .filter(secret -> isSame(secret.getSecret(), shown))
              .isPresent();
      if (same && isFor(token, environment)) {
        user = token.getUser();
      }
    }
    return user(user);
  }

  private static Optional<Authentication> user(@CheckForNull String id) {
    User user = id == null ? null : User.getById(id, true);
    if (user == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(user.impersonate2());
    } catch (AuthenticationException e) {
      LOGGER.log(
          Level.WARNING,
          "A token of the Drover settings is for the user {0}, who is not there (any more)",
          id);
      return Optional.empty();
    }
  }

  private static boolean isFor(ApiTokenSettings token, String environment) {
    String only = token.getEnvironment();
    return only == null || only.equals(environment);
  }

  private static boolean isSame(Secret secret, String shown) {
    String wanted = secret.getPlainText().strip();
    return !wanted.isEmpty() && MessageDigest.isEqual(bytes(wanted), bytes(shown));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** No page of another site can make a browser send such a header, so no crumb is asked for. */
  @Extension
  public static final class WithoutCrumb extends CrumbExclusion {
    @Override
    public boolean process(
        HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      if (!carriesToken(request)) {
        return false;
      }
      chain.doFilter(request, response);
      return true;
    }
  }
}
