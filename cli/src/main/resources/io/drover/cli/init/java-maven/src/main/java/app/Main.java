package app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;

/** A small web server, with nothing but the JDK: {@code java -jar target/@NAME@.jar}. */
public final class Main {
  private final Answers answers;

  private Main(Answers answers) {
    this.answers = answers;
  }

  /** Serves until the process is ended. */
  public static void main(String[] arguments) throws IOException {
    int port = Integer.parseInt(System.getenv().getOrDefault("PORT", "8080"));
    String greeting = System.getenv().getOrDefault("GREETING", "Hello");
    Main main = new Main(new Answers(greeting, version()));
    HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
    server.setExecutor(Executors.newFixedThreadPool(16));
    server.createContext("/", main::handle);
    // Requests under way get a second to finish.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> server.stop(1)));
    server.start();
    System.out.println("listening on port " + port);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answers.Answer answer = answers.to(exchange.getRequestURI().getPath());
      byte[] body = (answer.text() + "\n").getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
      exchange.sendResponseHeaders(answer.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  /** The version that package.sh wrote beside the jar. */
  private static String version() {
    try {
      Path jar = Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      Path file = jar.resolveSibling("VERSION");
      return Files.exists(file) ? Files.readString(file).strip() : "development";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
