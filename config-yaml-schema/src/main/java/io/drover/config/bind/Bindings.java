package io.drover.config.bind;

import io.drover.config.model.AgentSpec;
import io.drover.config.model.Dependency;
import io.drover.config.model.DependencyType;
import io.drover.config.model.EnvironmentVariable;
import io.drover.config.model.Report;
import io.drover.config.model.Resources;
import io.drover.config.model.Source;
import io.drover.config.tree.Ports;
import io.drover.config.tree.Value.Fields;
import io.drover.config.tree.Value.Text;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Binds what components, applications, services and tests share. All values are checked before. */
final class Bindings {
  private static final String LINUX = "debian:12";
  private static final Duration AGENT_TIMEOUT = Duration.ofMinutes(60);
  private static final String ANY_GPU = "nvidia.com/gpu";

  private Bindings() {}

  /** An enum constant from its spelling in the files: {@code debian-package} → DEBIAN_PACKAGE. */
  static <E extends Enum<E>> E constant(Class<E> type, Optional<String> text, E otherwise) {
    return text.map(t -> Enum.valueOf(type, t.toUpperCase(Locale.ROOT).replace('-', '_')))
        .orElse(otherwise);
  }

  static boolean flag(Fields fields, String key, boolean otherwise) {
    return fields.text(key).map("true"::equals).orElse(otherwise);
  }

  static int integer(Fields fields, String key, int otherwise) {
    return fields.text(key).map(Integer::valueOf).orElse(otherwise);
  }

  /** Seconds, or a number with {@code s}, {@code m} or {@code h}. */
  static Duration duration(Fields fields, String key, Duration otherwise) {
    return fields.text(key).map(Bindings::duration).orElse(otherwise);
  }

  static Duration duration(String text) {
    int last = text.length() - 1;
    return switch (text.charAt(last)) {
      case 's' -> Duration.ofSeconds(Long.parseLong(text.substring(0, last)));
      case 'm' -> Duration.ofMinutes(Long.parseLong(text.substring(0, last)));
      case 'h' -> Duration.ofHours(Long.parseLong(text.substring(0, last)));
      default -> Duration.ofSeconds(Long.parseLong(text));
    };
  }

  static Duration seconds(Fields fields, String key, int otherwise) {
    return Duration.ofSeconds(integer(fields, key, otherwise));
  }

  static List<String> texts(Fields fields, String key) {
    return fields.scalars(key).stream().map(Text::text).toList();
  }

  /** Texts of one field of the objects in a list. */
  static List<String> texts(Fields fields, String key, String field) {
    return fields.objects(key).stream().flatMap(o -> o.text(field).stream()).toList();
  }

  /** All scalars of an object, in file order. */
  static Map<String, String> map(Fields fields) {
    Map<String, String> map = new LinkedHashMap<>();
    fields.fields().keySet().forEach(key -> fields.text(key).ifPresent(v -> map.put(key, v)));
    return map;
  }

  static List<Integer> ports(Fields fields, String key) {
    return fields.scalars(key).stream()
        .flatMap(text -> Ports.split(text.text()).stream())
        .map(Long::intValue)
        .toList();
  }

  /** A command: a text is split as a shell does, a list is taken as it is. */
  static List<String> command(Fields fields, String key) {
    return fields
        .scalar(key)
        .map(text -> ShellWords.split(text.text()))
        .orElseGet(() -> texts(fields, key));
  }

  static List<EnvironmentVariable> variables(Fields fields) {
    return fields.objects("env").stream().map(Bindings::variable).toList();
  }

  /** As environment-operator had it: a secret without a key has one that is called as it is. */
  private static EnvironmentVariable variable(Fields fields) {
    String value = fields.text("value").orElse("");
    Optional<String> secret = fields.text("secret");
    if (secret.isPresent()) {
      int slash = value.indexOf('/');
      String name = slash < 0 ? value : value.substring(0, slash);
      String key = slash < 0 ? value : value.substring(slash + 1);
      return new EnvironmentVariable.FromSecret(secret.get(), name, key);
    }
    String name = fields.text("name").orElseThrow();
    Optional<String> podField = fields.text("pod_field");
    return podField.isPresent()
        ? new EnvironmentVariable.FromPodField(name, podField.get())
        : new EnvironmentVariable.Literal(name, value);
  }

  static List<Dependency> dependencies(Fields fields, String nameKey) {
    return fields.objects("dependencies").stream().map(d -> dependency(d, nameKey)).toList();
  }

  private static Dependency dependency(Fields fields, String nameKey) {
    return new Dependency(
        fields.text(nameKey).orElseThrow(),
        constant(DependencyType.class, fields.text("type"), DependencyType.DEBIAN_PACKAGE),
        fields.text("version"),
        fields.text("repository"),
        fields.text("repository_key"),
        fields.text("location"),
        fields.text("sha256").map(digest -> digest.toLowerCase(Locale.ROOT)),
        fields.object("origin").text("build"));
  }

  static AgentSpec agent(Fields fields) {
    String base = fields.text("runtime").or(() -> fields.text("os")).orElse("linux");
    return new AgentSpec(
        base.equals("linux") ? LINUX : base,
        dependencies(fields, "package"),
        resources(fields.object("resources")),
        duration(fields, "timeout", AGENT_TIMEOUT));
  }

  private static Resources resources(Fields fields) {
    return new Resources(fields.text("cpu"), fields.text("memory"), gpu(fields));
  }

  /** The GPUs of {@code resources}; none at all for a count of 0. */
  static Optional<Resources.Gpu> gpu(Fields resources) {
    Fields gpu = resources.object("gpu");
    int count = integer(gpu, "count", 1);
    return resources.has("gpu") && count > 0
        ? Optional.of(new Resources.Gpu(gpu.text("type").orElse(ANY_GPU), count))
        : Optional.empty();
  }

  static Source source(Fields repository, Optional<String> branch) {
    return new Source(
        repository.text("git"),
        repository.text("branch").or(() -> branch),
        repository.text("credentials"),
        repository.text("path").map(Bindings::plainPath).orElse(""));
  }

  /** A path without {@code .} and empty parts. */
  private static String plainPath(String path) {
    StringBuilder plain = new StringBuilder();
    for (String part : path.split("/")) {
      if (!part.isEmpty() && !part.equals(".")) {
        plain.append(plain.isEmpty() ? "" : "/").append(part);
      }
    }
    return plain.toString();
  }

  static List<Report> reports(Fields fields) {
    return fields.objects("reports").stream().map(Bindings::report).toList();
  }

  private static Report report(Fields fields) {
    Optional<String> junit = fields.text("junit");
    return junit.isPresent()
        ? new Report.JUnit(junit.get())
        : new Report.Html(fields.text("html").orElseThrow());
  }
}
