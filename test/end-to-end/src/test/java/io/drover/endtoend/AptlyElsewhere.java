package io.drover.endtoend;

import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.drover.engine.packages.SigningKey;
import io.drover.engine.run.local.LocalServers;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A real aptly as on another machine: its API behind a login, and of its key only the public half
 * known here.
 */
final class AptlyElsewhere implements AutoCloseable {
  private static final String USER = "ci";
  private static final String PASSWORD = "pass:w/o rd";

  private final HttpClient http = HttpClient.newHttpClient();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final LocalServers servers;
  private final int port;
  private final HttpServer login;
  private final Map<String, String> environment;

  /**
   * Starts one.
   *
   * @param folder an empty one, with a short path
   */
  AptlyElsewhere(Path folder) throws IOException, InterruptedException {
    Path data = folder.resolve("servers");
    this.servers = new LocalServers(TinyProject.NAME, data, Optional.empty(), line -> {});
    SigningKey key = SigningKey.ensure(servers.signingHome(), TinyProject.NAME);
    String root = servers.packages(key).root().toString();
    this.port = ServerNote.read(data.resolve("aptly").resolve("server.json")).port();
    this.login = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    login.setExecutor(threads);
    login.createContext("/", this::pass).setAuthenticator(new Login());
    login.start();
    Path publicKey = Files.writeString(folder.resolve("key.asc"), key.publicKey());
    Path password = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
    this.environment =
        Map.of(
            "DROVER_APTLY_URL", "http://127.0.0.1:" + login.getAddress().getPort(),
            "DROVER_APTLY_USER", USER,
            "DROVER_APTLY_PASSWORD_FILE", password.toString(),
            "DROVER_PACKAGES_URL", root.substring(0, root.lastIndexOf('/' + TinyProject.NAME)),
            "DROVER_PACKAGES_KEY_FILE", publicKey.toString());
  }

  /** The variables that name it. */
  Map<String, String> environment() {
    return environment;
  }

  /** The same, and more. */
  Map<String, String> environment(Map<String, String> more) {
    Map<String, String> all = new TreeMap<>(environment);
    all.putAll(more);
    return all;
  }

  /** What it holds. */
  PackageStore packages() {
    return PackageStore.of(port);
  }

  private void pass(HttpExchange exchange) throws IOException {
    try (exchange) {
      URI wanted = URI.create("http://127.0.0.1:%d%s".formatted(port, exchange.getRequestURI()));
      InputStream body = exchange.getRequestBody();
      HttpRequest.Builder request =
          HttpRequest.newBuilder(wanted)
              .method(exchange.getRequestMethod(), BodyPublishers.ofInputStream(() -> body));
      Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Type"))
          .ifPresent(type -> request.header("Content-Type", type));
      HttpResponse<byte[]> answer = http.send(request.build(), BodyHandlers.ofByteArray());
      answer
          .headers()
          .firstValue("Content-Type")
          .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
      int length = answer.body().length;
      exchange.sendResponseHeaders(answer.statusCode(), length == 0 ? -1 : length);
      exchange.getResponseBody().write(answer.body());
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static final class Login extends BasicAuthenticator {
    Login() {
      super("aptly");
    }

    @Override
    public boolean checkCredentials(String user, String password) {
      return user.equals(USER) && password.equals(PASSWORD);
    }
  }

  @Override
  public void close() {
    login.stop(0);
    threads.shutdownNow();
    try {
      servers.stop();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
