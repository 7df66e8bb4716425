package io.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Every command in the documentation is one that there is, and every link leads somewhere. */
class DocumentationTest {
  private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern COMMAND = Pattern.compile("(?m)^    (?:\\./)?drover +(.*)$");
  private static final Pattern WORD = Pattern.compile("\"[^\"]*\"|'[^']*'|\\S+");
  private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)\\s]*)\\)");
  private static final Pattern CODE = Pattern.compile("(?ms)^ *```.*?^ *```|`[^`\\n]*`");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");

  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>();
    try (Stream<Path> docs = Files.walk(PROJECT.resolve("docs"))) {
      docs.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
    }
    for (String page : List.of("README.md", "images/README.md", "examples/shop/README.md")) {
      pages.add(PROJECT.resolve(page));
    }
    return pages;
  }

  /** Without what a shell does with it, and what a person is told about it. */
  private static List<String> words(String line) {
    String command =
        line.replaceAll("( #| \\||  > | > |   ).*", "")
            .replace("@shop.options", "--team t --repository r --host h --registry r --tag 1")
            .replaceAll("\\|\\S+", "")
            .replaceAll("[\\[\\]]|\\.\\.\\.", "");
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(command);
    while (word.find()) {
      words.add(word.group().replaceAll("^[\"']|[\"']$", ""));
    }
    return words;
  }

  @Test
  void commandsAreThoseThatThereAre() throws IOException {
    List<String> wrong = new ArrayList<>();
    CommandLine drover = new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true);
    int commands = 0;
    for (Path page : pages()) {
      Matcher found = COMMAND.matcher(Files.readString(page).replaceAll("\\\\\n *", " "));
      while (found.find()) {
        commands++;
        try {
          drover.parseArgs(words(found.group(1)).toArray(String[]::new));
        } catch (ParameterException e) {
          wrong.add(
              "%s: drover %s: %s"
                  .formatted(PROJECT.relativize(page), found.group(1), e.getMessage()));
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(commands).isGreaterThan(50);
  }

  @Test
  void linksLeadToFilesAndHeadingsThatThereAre() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Path page : pages()) {
      Matcher link = LINK.matcher(CODE.matcher(Files.readString(page)).replaceAll(""));
      while (link.find()) {
        String[] parts = link.group(1).split("#", 2);
        Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
        boolean there =
            Files.exists(target) && (parts.length == 1 || anchors(target).contains(parts[1]));
        if (!there) {
          wrong.add(PROJECT.relativize(page) + ": " + link.group(1));
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  /** As GitHub makes them of headings. */
  private static List<String> anchors(Path page) throws IOException {
    return HEADING
        .matcher(Files.readString(page))
        .results()
        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
        .map(text -> text.replaceAll("[^\\p{L}\\p{N}\\- _]", "").replace(' ', '-'))
        .toList();
  }
}
