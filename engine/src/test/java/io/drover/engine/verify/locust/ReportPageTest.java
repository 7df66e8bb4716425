package io.drover.engine.verify.locust;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

class ReportPageTest {
  /** Looked at by people: {@code target/load-report.html}. */
  @Test
  void thePageHasAllThatWasMeasured() throws Exception {
    String page =
        ReportPage.of(
            LocustFixtures.report(
                LocustFixtures.measured(),
                "load of stg",
                Optional.of("p95_ms: p95 61 ms, at most 30 ms")));
    Files.writeString(Path.of("target/load-report.html"), page);

    Document document = parse(page);
    assertThat(document.getElementsByTagName("figure").getLength()).isEqualTo(3);
    assertThat(texts(document, "h2"))
        .containsExactly(
            "Thresholds",
            "Compared with the last release that passed",
            "Over time",
            "Requests",
            "Failed requests",
            "Errors of the locustfile",
            "How it was run");
    assertThat(document.getDocumentElement().getTextContent())
        .contains("1,710", "61 ms", "ba9876543210", "2026-03-04 05:06:07 UTC")
        .contains("at most 60 ms (20 % more than 50 ms of release 0123456789ab)");
  }

  @Test
  void thePageNeedsNothingButItself() {
    String page =
        ReportPage.of(
            LocustFixtures.report(LocustFixtures.measured(), "load of stg", Optional.empty()));

    String forJenkins = "<link rel=\"stylesheet\" href=\"report.css\"/>";
    assertThat(page).contains(forJenkins, "<style>\n" + ReportPage.style());
    assertThat(page.replace(forJenkins, ""))
        .doesNotContain("<script", "<link", "src=", "href=", "url(", "@import");
  }

  @Test
  void everyChartHasANameAndItsNumbersForThoseWhoDoNotSeeIt() throws Exception {
    Document document =
        parse(
            ReportPage.of(
                LocustFixtures.report(LocustFixtures.measured(), "load", Optional.empty())));

    assertThat(texts(document, "desc"))
        .hasSize(3)
        .allMatch(words -> words.matches("(?s).*: [\\d,.]+ on average, [\\d,.]+ at most\\..*"));
    assertThat(document.getElementsByTagName("caption").getLength()).isZero();
    assertThat(texts(document, "summary")).contains("The numbers");
  }

  @Property(tries = 200)
  void whatOthersWroteStandsInThePageAsItIsAndDoesNothing(
      @ForAll String title, @ForAll String name, @ForAll String error) throws Exception {
    Endpoint endpoint = new Endpoint("GET", name, 1, 1, 1, 1, 1, 1, 1);
    LoadResult result =
        new LoadResult(
            Optional.of(endpoint),
            List.of(endpoint),
            new History(List.of()),
            List.of(new Mishap(name, error, "", 1)),
            List.of(new Mishap("", error, title, 1)));

    Document document =
        parse(ReportPage.of(LocustFixtures.report(result, title, Optional.of(error))));

    assertThat(document.getElementsByTagName("script").getLength()).isZero();
    assertThat(document.getElementsByTagName("h1").getLength()).isEqualTo(1);
  }

  @Test
  void whatWasNotMeasuredIsLeftOut(@TempDir Path empty) throws Exception {
    Document document =
        parse(
            ReportPage.of(
                LocustFixtures.report(
                    LoadResult.read(empty, "locust"), "load", Optional.of("nothing answers"))));

    assertThat(texts(document, "h2")).containsExactly("How it was run");
    assertThat(document.getElementsByTagName("figure").getLength()).isZero();
  }

  /** The page is XML, too, so that every tag is known to be closed. */
  private static Document parse(String page) throws Exception {
    String withoutType = page.replaceFirst("<!DOCTYPE html>\n", "");
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(withoutType.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<String> texts(Document document, String tag) {
    NodeList found = document.getElementsByTagName(tag);
    return java.util.stream.IntStream.range(0, found.getLength())
        .mapToObj(i -> found.item(i).getTextContent())
        .toList();
  }
}
