package io.drover.seedjobs.xml;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.process.Command;
import io.drover.seedjobs.Projects;
import io.drover.seedjobs.item.ProjectItems;
import io.drover.seedjobs.item.SeedSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

/**
 * A second opinion: what jenkins-job-builder (Debian) writes for the same jobs. Both are taken
 * apart into fields with their paths; where they differ, it says here why.
 */
@Tag("real")
class JenkinsJobBuilderTest {
  private static final Path RESOURCES = Path.of("src/test/resources/io/drover/seedjobs");

  /** Fields that only we write. */
  private static final Map<String, String> OURS = new LinkedHashMap<>();

  /** Fields that only jenkins-job-builder writes. */
  private static final Map<String, String> THEIRS = new LinkedHashMap<>();

  static {
    OURS.put("/description=.*\\[drover:[0-9a-f:]+]", "each marks its own jobs");
    THEIRS.put("/description=.*Managed by Jenkins Job Builder.*", "each marks its own jobs");
    OURS.put(
        ".*DurabilityHintJobProperty.*",
        "it knows no durability; the field is that of the property's class");
    OURS.put(".*/abortPrevious=false", "newer than it; Jenkins' default, said");
    THEIRS.put(".*DisableConcurrentBuildsJobProperty=", "as above");
    OURS.put(".*/removeLastBuild=false", "newer than it; Jenkins' default, said");
    OURS.put(".*TextParameterDefinition/trim=true", "it knows it for strings alone");
    OURS.put("/(triggers|disabled)=.*", "Jenkins writes them for every job");
    OURS.put(
        ".*/comparator@java.lang.String.CaseInsensitiveComparator=",
        "the one that Jenkins has used since 2.x");
    THEIRS.put(".*/comparator@hudson.util.CaseInsensitiveComparator=", "that of older ones");
    OURS.put("/folderViews.*", "it writes folders as before version 6 of their plugin: no holder");
    THEIRS.put("/(views|viewsTabBar.*|primaryView)=.*", "as above");
    THEIRS.put(
        "/(keepDependencies|blockBuildWhen.*|concurrentBuild|canRoam|scm.*|publishers|buildWrappers)=.*",
        "it gives a folder the fields of a job; Jenkins drops them");
  }

  @TempDir private static Path folder;

  @BeforeAll
  static void runIt() throws InterruptedException {
    Command.Result result =
        Command.of(
                "jenkins-jobs",
                "test",
                RESOURCES.resolve("jenkins-job-builder/jobs.yaml").toString(),
                "--config-xml",
                "-o",
                folder.toString())
            .timeout(Duration.ofMinutes(2))
            .run();
    assertThat(result.succeeded()).as(result.lastLines(3)).isTrue();
  }

  private static Rendered.Project items() {
    return ItemXml.of(
        ProjectItems.of(
            Projects.read(RESOURCES.resolve("golden/whole/project")), SeedSettings.DEFAULT));
  }

  @Test
  void bothWriteTheSameButForWhatIsExplained() throws IOException {
    Set<String> used = new TreeSet<>();
    Rendered.Project items = items();
    compare(items.folder(), "shop", used);
    for (String job : List.of("build-catalog", "deploy-dev", "pipeline")) {
      compare(named(items.jobs(), job), "shop/" + job, used);
    }
    compare(named(items.views(), "env-dev"), "env-dev", used);
    Set<String> explained = new TreeSet<>(OURS.keySet());
    explained.addAll(THEIRS.keySet());
    assertThat(used).as("every explanation is needed").isEqualTo(explained);
  }

  private static void compare(Rendered item, String path, Set<String> used) throws IOException {
    Set<String> ours = fields(item.xml());
    Set<String> theirs = fields(Files.readString(folder.resolve(path).resolve("config.xml")));
    assertThat(unexplained(ours, theirs, OURS, used)).as("only ours in " + path).isEmpty();
    assertThat(unexplained(theirs, ours, THEIRS, used)).as("only theirs in " + path).isEmpty();
  }

  private static Set<String> unexplained(
      Set<String> one, Set<String> other, Map<String, String> explained, Set<String> used) {
    Set<String> open = new TreeSet<>();
    for (String field : one) {
      if (!other.contains(field)) {
        List<String> reasons =
            explained.keySet().stream()
                .filter(p -> Pattern.compile(p, Pattern.DOTALL).matcher(field).matches())
                .toList();
        used.addAll(reasons);
        if (reasons.isEmpty()) {
          open.add(field);
        }
      }
    }
    return open;
  }

  private static Rendered named(List<Rendered> items, String name) {
    return items.stream().filter(i -> i.name().equals(name)).findFirst().orElseThrow();
  }

  private static Set<String> fields(String xml) {
    return XmlTree.children(XmlTree.read(xml).getDocumentElement()).stream()
        .flatMap(e -> fields("", e))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Each leaf as {@code /path@class=text}. */
  private static Stream<String> fields(String above, Element element) {
    String type = element.getAttribute("class");
    String path = above + "/" + element.getTagName() + (type.isEmpty() ? "" : "@" + type);
    List<Element> children = XmlTree.children(element);
    return children.isEmpty()
        ? Stream.of(path + "=" + element.getTextContent().strip())
        : children.stream().flatMap(child -> fields(path, child));
  }
}
