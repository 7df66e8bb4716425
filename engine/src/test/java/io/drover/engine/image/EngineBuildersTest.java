package io.drover.engine.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.config.model.Application.Builder;
import io.drover.engine.WorkFailedException;
import io.drover.engine.file.Trees;
import io.drover.engine.image.registry.Manifest;
import io.drover.engine.image.registry.RealRegistry;
import io.drover.engine.process.Command;
import io.drover.engine.process.Containers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Docker is a real engine, where there is one. Debian has no BuildKit daemon: {@code buildctl} is a
 * program that notes how it was called.
 */
@Tag("real")
@Timeout(600)
class EngineBuildersTest {
  private static final String PATH = "shop/web";

  @TempDir private static Path folder;
  private static RealRegistry server;
  private static Registry registry;
  private static ImageReference base;
  private final List<String> log = Collections.synchronizedList(new ArrayList<>());

  @BeforeAll
  static void start() throws Exception {
    server = RealRegistry.withLogin(folder);
    registry =
        Registry.at(server.address(), server.logIn(folder.resolve("home"), RealRegistry.PASSWORD));
    Containers containers = Containers.probe(folder);
    containers
        .buildah(
            "push",
            "--tls-verify=false",
            "--authfile=" + folder.resolve("home/auth.json"),
            BaseImage.ensure(containers),
            "docker://" + registry.repository("base") + ":1")
        .timeout(Duration.ofMinutes(5))
        .check("push the base");
    base = registry.find("base", "1").orElseThrow();
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @Test
  void dockerBuildsWhatTheRecipeSays() throws Exception {
    needDocker();
    ImageRecipe recipe = recipe(Builder.DOCKER);
    DockerBuilder docker = DockerBuilder.of(registry, supply(), work(), "test");
    docker.check();

    ImageReference image = build(docker, recipe);

    assertConfigured(image);
    assertThat(run(image, "busybox", "echo", "it is here")).isEqualTo("it is here");
    assertThat(run(image, "find", "/mnt", "/etc/apt/sources.list.d", "/var/lib/apt/lists"))
        .isEqualTo("/mnt\n/etc/apt/sources.list.d\n/var/lib/apt/lists");
    assertThat(registry.find(PATH, "drover-build-" + recipe.contentKey())).isEmpty();
    assertNothingIsLeft();
    assertThat(dockers("image", "ls", "--quiet", "--filter", "label=io.drover.instance=test"))
        .isEmpty();
  }

  @Test
  void dockerSaysWhatCannotBeInstalled() throws Exception {
    needDocker();
    ImageRecipe recipe = recipe(Builder.DOCKER, "no-such-package");
    DockerBuilder docker = DockerBuilder.of(registry, supply(), work(), "test");

    assertThatThrownBy(() -> build(docker, recipe))
        .isInstanceOf(WorkFailedException.class)
        .hasMessageStartingWith("could not build the image with docker")
        .hasMessageContaining("Unable to locate package no-such-package");
    assertNothingIsLeft();
  }

  @Test
  void buildctlIsGivenAllAsDataAndTheLogin() throws Exception {
    Path program = buildctl();

    ImageReference image =
        buildWith(program, "tcp://127.0.0.1:1", recipe(Builder.BUILDKIT, "a'$(b)\"; c"));

    assertConfigured(image);
    assertThat(Files.readString(folder.resolve("arguments")))
        .isEqualTo(
            """
            --addr
            tcp://127.0.0.1:1
            build
            --progress=plain
            --frontend=dockerfile.v0
            --local
            context=CONTEXT
            --local
            dockerfile=CONTEXT
            --opt
            build-arg:BASE=%s
            --allow
            network.host
            --opt
            force-network-mode=host
            --metadata-file=METADATA
            --output
            type=image,push=true,push-by-digest=true,name=%s,registry.insecure=true
            """
                .formatted(base, registry.repository(PATH)));
    assertThat(Files.readString(folder.resolve("context/Dockerfile")))
        .isEqualTo(
            """
            ARG BASE
            FROM ${BASE}
            USER 0
            RUN --mount=type=bind,source=install-0,target=/mnt ["sh", "-c", "xargs -0 env < /mnt/words"]
            """);
    assertThat(Files.readString(folder.resolve("context/install-0/words")))
        .endsWith("\0sh\0apt\0a'$(b)\"; c\0");
    assertThat(Files.readString(folder.resolve("login"))).contains(server.address());
    assertNothingIsLeft();
  }

  private ImageReference buildWith(Path program, String address, ImageRecipe recipe)
      throws Exception {
    BuildkitBuilder buildkit =
        BuildkitBuilder.of(registry, supply(), work(), address, program.toString());
    buildkit.check();
    return build(buildkit, recipe);
  }

  @Test
  void aBuildkitThatIsAwayIsSaid() throws Exception {
    Path program =
        Files.writeString(folder.resolve("buildctl"), "#!/bin/sh\necho refused >&2\nexit 1\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();

    assertThatThrownBy(() -> buildWith(program, "tcp://127.0.0.1:1", recipe(Builder.BUILDKIT)))
        .isInstanceOf(WorkFailedException.class)
        .hasMessageContaining("none answers at tcp://127.0.0.1:1: refused");
  }

  /** A buildctl that keeps what it is given and says that it pushed the base. */
  private Path buildctl() throws Exception {
    String path = registry.path(base);
    Manifest manifest = registry.manifest(base);
    registry.client().putManifest(PATH, manifest.digest(), take(path, manifest));
    String script =
        """
        #!/bin/sh
        set -e
        [ "$3" != debug ] || exit 0
        for word; do
          case $word in
            context=*) context=${word#context=} ;;
            --metadata-file=*) metadata=${word#--metadata-file=} ;;
          esac
        done
        printf '%%s\\n' "$@" | sed "s#$context#CONTEXT#; s#$metadata#METADATA#" > '%1$s/arguments'
        cp -r "$context" '%1$s/context'
        cp "$DOCKER_CONFIG/config.json" '%1$s/login'
        echo '{"containerimage.digest": "%2$s"}' > "$metadata"
        """
            .formatted(folder, manifest.digest());
    Path program = Files.writeString(folder.resolve("buildctl"), script);
    assertThat(program.toFile().setExecutable(true)).isTrue();
    return program;
  }

  private Manifest take(String from, Manifest manifest) throws Exception {
    for (var blob : manifest.layers()) {
      assertThat(registry.client().mountBlob(PATH, blob.digest(), from)).isTrue();
    }
    assertThat(registry.client().mountBlob(PATH, manifest.config().digest(), from)).isTrue();
    return manifest;
  }

  private ImageReference build(ImageBuilder builder, ImageRecipe recipe)
      throws InterruptedException {
    String digest = builder.buildAndPush(recipe, registry.repository(PATH), log::add);
    return new ImageReference(registry.repository(PATH), digest);
  }

  private ImageRecipe recipe(Builder builder, String... packages) {
    List<String> install = packages.length == 0 ? List.of("busybox") : List.of(packages);
    return new ImageRecipe(
        PATH,
        base,
        List.of(Installation.of(Installation.Manager.APT, install)),
        new ImageRecipe.Settings(
            List.of("/bin/echo", "a \"b\" $c"),
            Map.of("GREETING", "it's $HOME \"here\""),
            Optional.of("65532:65532"),
            List.of(8080),
            Map.of("team", "a b")),
        Map.of("org.opencontainers.image.title", "web"),
        builder);
  }

  private void assertConfigured(ImageReference image) throws InterruptedException {
    JsonNode config =
        registry.client().json(PATH, registry.manifest(image).config()).path("config");
    assertThat(config.path("Entrypoint").toString())
        .isEqualTo("[\"/bin/echo\",\"a \\\"b\\\" $c\"]");
    assertThat(config.path("Env").toString()).contains("\"GREETING=it's $HOME \\\"here\\\"\"");
    assertThat(config.path("User").asText()).isEqualTo("65532:65532");
    assertThat(config.path("ExposedPorts").toString()).isEqualTo("{\"8080/tcp\":{}}");
    Map<String, String> labels =
        config.path("Labels").properties().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().asText()));
    assertThat(labels)
        .containsEntry("team", "a b")
        .containsEntry("org.opencontainers.image.title", "web")
        .doesNotContainKey("io.drover.instance");
  }

  private String run(ImageReference image, String program, String... arguments) throws Exception {
    Containers containers = Containers.probe(folder);
    List<String> words = new ArrayList<>(List.of("run", "--rm", "--network=none"));
    words.addAll(List.of("--tls-verify=false", "--authfile=" + folder.resolve("home/auth.json")));
    words.addAll(List.of("--user=0", "--entrypoint=" + program, image.toString()));
    words.addAll(List.of(arguments));
    String output =
        containers.podman(words).timeout(Duration.ofMinutes(3)).check("run the image").output();
    containers.podman("rmi", image.toString()).run();
    return output.strip();
  }

  private void assertNothingIsLeft() throws IOException {
    try (Stream<Path> left = Files.list(work())) {
      assertThat(left).isEmpty();
    }
  }

  private static String dockers(String... words) throws InterruptedException {
    List<String> all = new ArrayList<>(List.of("docker"));
    all.addAll(List.of(words));
    return Command.of(all).check("ask docker").output();
  }

  private static void needDocker() throws InterruptedException {
    boolean there = Command.of("sh", "-c", "docker version").run().succeeded();
    if (!there) {
      System.err.println("SKIPPED: tests with a real docker engine, because none answers");
    }
    Assumptions.assumeTrue(there, "no docker engine");
  }

  private Path work() {
    return Trees.make(folder.resolve("work"));
  }

  private static PackageSupply supply() {
    return PackageSupply.of(Map.of());
  }
}
