package io.drover.engine.version;

import io.drover.engine.WorkFailedException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.eclipse.jgit.transport.URIish;

/**
 * Where a repository is. What the URL says about a user is taken out at once, so that neither a
 * message nor a file can hold it.
 *
 * @param uri where the repository is, without password, and without user where that could be a
 *     token
 * @param login what the host is shown
 */
record RepositoryAddress(URIish uri, Login login) {
  private static final int HASH_DIGITS = 12;
  private static final int READABLE = 40;

  /** As in git: a colon before any slash makes it a host, otherwise it is a path. */
  private static final Pattern REMOTE = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://.*|[^/:]+:.*");

  private static final Pattern USER = Pattern.compile("//[^/]*@");

  /**
   * Reads a URL, or a path relative to a folder.
   *
   * @throws WorkFailedException if it is not a URL that git knows
   */
  static RepositoryAddress parse(String text, Path folder) {
    try {
      if (!REMOTE.matcher(text).matches()) {
        return new RepositoryAddress(
            new URIish().setPath(folder.resolve(text).normalize().toString()), Login.NONE);
      }
      URIish uri = new URIish(text);
      if ("file".equals(uri.getScheme())) {
        return new RepositoryAddress(new URIish().setPath(uri.getPath()), Login.NONE);
      }
      if (uri.getHost() == null || uri.getHost().startsWith("-")) {
        throw new URISyntaxException(text, "no host");
      }
      boolean http = uri.getScheme() != null && uri.getScheme().startsWith("http");
      boolean known = http && uri.getUser() != null;
      URIish plain = http ? uri.setUser(null).setPass(null) : uri.setPass(null);
      return new RepositoryAddress(plain, known ? login(uri) : Login.NONE);
    } catch (URISyntaxException e) {
      throw new WorkFailedException(
          "\"%s\" is not the address of a git repository; examples: https://host/team/name.git,"
                  .formatted(USER.matcher(text).replaceAll("//"))
              + " git@host:team/name.git, ../name");
    }
  }

  private static Login login(URIish uri) {
    return Login.of(uri.getUser(), uri.getPass() == null ? "" : uri.getPass());
  }

  /** The same repository, reached with another login. */
  RepositoryAddress with(Login other) {
    return new RepositoryAddress(uri, other);
  }

  /**
   * The repository of a submodule.
   *
   * @param url as {@code .gitmodules} has it; {@code ./} and {@code ../} count from this repository
   * @return with this one's login where both are on one host
   * @throws WorkFailedException if a repository elsewhere wants files of this machine
   */
  RepositoryAddress submodule(String url) {
    RepositoryAddress address = parse(absolute(url), Path.of("/"));
    if (!isLocal() && address.isLocal()) {
      throw new WorkFailedException(
          "a submodule of %s is to come from this machine, %s; only repositories of this machine may do that"
              .formatted(this, url));
    }
    boolean same = !isLocal() && HostCredentials.isSameHost(uri, address.uri());
    return same && !address.login().isGiven() ? address.with(login) : address;
  }

  private String absolute(String url) {
    if (!url.startsWith("./") && !url.startsWith("../")) {
      return url;
    }
    String base = uri.toString().replaceAll("/+$", "");
    String rest = url;
    while (rest.startsWith("./") || rest.startsWith("../")) {
      if (rest.startsWith("../")) {
        int slash = Math.max(base.lastIndexOf('/'), base.lastIndexOf(':'));
        base = base.substring(0, Math.max(0, slash + (base.charAt(slash) == ':' ? 1 : 0)));
      }
      rest = rest.substring(rest.indexOf('/') + 1);
    }
    return base.endsWith(":") ? base + rest : base + "/" + rest;
  }

  /** Whether the repository is a folder of this machine. */
  boolean isLocal() {
    return !uri.isRemote();
  }

  /** The folder of a local repository. */
  Path folder() {
    return Path.of(uri.getPath());
  }

  /** A file name for it: readable, and another one for every address. */
  String fileName() {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(uri.toString().getBytes(StandardCharsets.UTF_8));
      String readable = (uri.getHost() + "-" + uri.getPath()).replaceAll("[^A-Za-z0-9]+", "-");
      return readable.substring(0, Math.min(READABLE, readable.length()))
          + "-"
          + HexFormat.of().formatHex(hash).substring(0, HASH_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new WorkFailedException("this Java has no SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return uri.toString();
  }
}
