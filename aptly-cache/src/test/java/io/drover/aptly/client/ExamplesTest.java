package io.drover.aptly.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.aptly.AptlyServer;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The examples in the Javadoc of each area, and in the README, compile; and run against a real
 * aptly, with what is named in them put in place: files, an upstream, keys.
 */
@Tag("real")
@OnSharedAptly
class ExamplesTest {

  private static final Path SOURCES = Path.of("src/main/java/io/drover/aptly/client");
  private static final Pattern JAVADOC =
      Pattern.compile("<pre>\\{@code\\n(.*?)\\n \\* }</pre>", Pattern.DOTALL);
  private static final Pattern MARKDOWN = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

  /**
   * Not that of keys, which needs a key server, nor that of {@code Aptly}, which is the README's.
   */
  private static final List<String> RUN =
      List.of(
          "README",
          "Uploads",
          "Repos",
          "Packages",
          "Snapshots",
          "Publishing",
          "Mirrors",
          "Tasks",
          "Status",
          "Graph",
          "Database");

  private final AptlyServer server;

  @TempDir Path folder;

  ExamplesTest(AptlyServer server) {
    this.server = server;
  }

  @Test
  void examplesCompileAndRun() throws Exception {
    Map<String, String> examples = examples();
    assertThat(examples.keySet()).containsAll(RUN).contains("GpgKeys", "Aptly");
    prepare();
    Class<?> compiled = compile(examples);
    for (String area : RUN) {
      Method example = compiled.getMethod("example" + area, Aptly.class);
      reset();
      example.invoke(null, server.aptly());
    }
  }

  private static Map<String, String> examples() throws IOException {
    Map<String, String> examples = new LinkedHashMap<>();
    Matcher readme = MARKDOWN.matcher(Files.readString(Path.of("README.md")));
    StringBuilder all = new StringBuilder();
    while (readme.find()) {
      all.append(readme.group(1));
    }
    examples.put("README", all.toString());
    try (var files = Files.list(SOURCES)) {
      for (Path file : files.sorted().toList()) {
        Matcher matcher = JAVADOC.matcher(Files.readString(file));
        if (matcher.find()) {
          String area = file.getFileName().toString().replace(".java", "");
          examples.put(area, matcher.group(1).replaceAll("(?m)^ \\* ?", ""));
        }
      }
    }
    return examples;
  }

  /** What the examples name, in places that are there. */
  private String inPlace(String example) {
    return example
        .replace("http://127.0.0.1:8080", server.api().toString())
        .replace("http://127.0.0.1:8081", server.served().toString())
        .replace("key.gpg", server.keyring.toString())
        .replace("hello_1.0_all.deb", folder.resolve("hello_1.0_all.deb").toString())
        .replace("upstream.asc", folder.resolve("upstream.asc").toString())
        .replace("1234567890ABCDEF1234567890ABCDEF12345678", server.signing.key())
        .replace("http://deb.debian.org/debian", server.served() + "/example-upstream")
        .replace("/usr/share/keyrings/debian-archive-keyring.gpg", server.keyring.toString())
        .replace("hkps://keyserver.ubuntu.com", "hkp://127.0.0.1:1");
  }

  private void prepare() throws IOException {
    Files.copy(server.deb("hello", "1.0", "all", "x"), folder.resolve("hello_1.0_all.deb"));
    Files.writeString(
        folder.resolve("upstream.asc"),
        server.run("gpg", "--armor", "--export", server.signing.key()));
    Prepared.repo(server, "example-upstream", "nginx-light 1 amd64");
    PublishSpec upstream =
        PublishSpec.ofRepos("bookworm")
            .component("main", "example-upstream")
            .architectures("amd64")
            .signing(SigningOptions.key(server.signing.key()));
    server.aptly().publishing().create("example-upstream", upstream);
  }

  /** Each example begins with a repository and two snapshots, or without where it makes them. */
  private void reset() throws IOException {
    Aptly aptly = server.aptly();
    for (PublishedRepo published : aptly.publishing().list()) {
      if (published.prefix().equals("shop")) {
        aptly.publishing().delete(published.prefix(), published.distribution());
      }
    }
    for (Snapshot snapshot : aptly.snapshots().list()) {
      if (snapshot.name().startsWith("hello")) {
        aptly.snapshots().forceDelete(snapshot.name());
      }
    }
    for (Repo repo : aptly.repos().list()) {
      if (repo.name().equals("hello")) {
        aptly.repos().forceDelete("hello");
      }
    }
  }

  private Class<?> compile(Map<String, String> examples) throws Exception {
    StringBuilder source = new StringBuilder();
    source.append(
        "import io.drover.aptly.*; import io.drover.aptly.client.*; import java.net.URI; import java.nio.file.*;");
    source.append("import java.time.Duration; import java.util.*; public class Examples {\n");
    examples.forEach(
        (area, example) ->
            source.append(
                "public static void example%s(Aptly %s) throws Exception {%s\n%s}\n"
                    .formatted(
                        area,
                        example.contains("Aptly aptly =") ? "given" : "aptly",
                        inPlace(before(area)),
                        inPlace(example))));
    source.append("}\n");
    var file =
        new SimpleJavaFileObject(
            URI.create("string:///Examples.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    var errors = new StringWriter();
    String classPath = System.getProperty("java.class.path");
    boolean good =
        ToolProvider.getSystemJavaCompiler()
            .getTask(
                errors,
                null,
                null,
                List.of("-d", folder.toString(), "-cp", classPath),
                null,
                List.of(file))
            .call();
    assertThat(good).as(errors + "\n" + source).isTrue();
    var loader = new URLClassLoader(new URL[] {folder.toUri().toURL()});
    return loader.loadClass("Examples");
  }

  /** What an example takes for granted. */
  private static String before(String area) {
    String hello =
        "aptly.uploads().upload(\"first\", Path.of(\"hello_1.0_all.deb\"));"
            + "aptly.repos().create(\"hello\", RepoOptions.plain());"
            + "aptly.repos().addUploaded(\"hello\", \"first\", AddOptions.plain());";
    String snapshots =
        "aptly.snapshots().createFromRepo(\"hello-1\", \"hello\", \"\");"
            + "aptly.snapshots().createFromRepo(\"hello-2\", \"hello\", \"\");";
    return switch (area) {
      case "Packages", "Snapshots" -> hello;
      case "Publishing" -> hello + snapshots;
      default -> "";
    };
  }
}
