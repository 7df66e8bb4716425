package io.drover.engine.report;

import io.drover.engine.report.TestResults.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads JUnit XML as Maven, Gradle, pytest, Node and others write it. Nothing is kept but counts.
 */
final class JUnitReader {
  private static final XMLInputFactory FACTORY = XMLInputFactory.newDefaultFactory();
  private static final int MOST_FAILURES = 20;
  private static final int MOST_LINES = 20;
  private static final int MOST_CHARACTERS = 2_000;

  static {
    FACTORY.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    FACTORY.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
  }

  private int passed;
  private int failed;
  private int skipped;
  private int flaky;
  private double seconds;
  private final List<Failure> failures = new ArrayList<>();
  private final List<String> unreadable = new ArrayList<>();

  void read(Path file) {
    try (InputStream stream = Files.newInputStream(file)) {
      XMLStreamReader xml = FACTORY.createXMLStreamReader(stream);
      while (xml.hasNext()) {
        xml.next();
        if (xml.isStartElement() && xml.getLocalName().equals("testcase")) {
          readCase(xml);
        }
      }
    } catch (IOException | XMLStreamException e) {
      unreadable.add(file.getFileName().toString());
    }
  }

  TestResults results() {
    return new TestResults(
        passed,
        failed,
        skipped,
        flaky,
        Duration.ofMillis(Math.round(seconds * 1000)),
        failures,
        unreadable);
  }

  /** A case counts once, even if it has both a failure and an error. */
  private void readCase(XMLStreamReader xml) throws XMLStreamException {
    String name = name(xml);
    seconds += seconds(xml.getAttributeValue(null, "time"));
    String failure = null;
    boolean wasSkipped = false;
    boolean failedAtFirst = false;
    while (!(xml.next() == XMLStreamReader.END_ELEMENT && xml.getLocalName().equals("testcase"))) {
      if (!xml.isStartElement()) {
        continue;
      }
      switch (xml.getLocalName()) {
        case "failure", "error" -> failure = failure == null ? message(xml) : failure;
        case "skipped" -> wasSkipped = true;
        case "flakyFailure", "flakyError" -> failedAtFirst = true;
        default -> {}
      }
    }
    if (failure != null) {
      failed++;
      if (failures.size() < MOST_FAILURES) {
        failures.add(new Failure(name, failure));
      }
    } else if (wasSkipped) {
      skipped++;
    } else {
      passed++;
      flaky += failedAtFirst ? 1 : 0;
    }
  }

  private static String name(XMLStreamReader xml) {
    String folder = xml.getAttributeValue(null, "classname");
    String name = String.valueOf(xml.getAttributeValue(null, "name"));
    return folder == null || folder.isBlank() ? name : folder + "." + name;
  }

  /** Some write 1,234.5. */
  private static double seconds(String time) {
    try {
      double value = time == null ? 0 : Double.parseDouble(time.replace(",", ""));
      return value > 0 && value < Integer.MAX_VALUE ? value : 0;
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** The attribute, and the text, whose beginning mostly says the same once more. */
  private static String message(XMLStreamReader xml) throws XMLStreamException {
    String attribute = xml.getAttributeValue(null, "message");
    String summary = attribute == null ? "" : attribute.strip();
    StringBuilder text = new StringBuilder();
    String element = xml.getLocalName();
    while (!(xml.next() == XMLStreamReader.END_ELEMENT && xml.getLocalName().equals(element))) {
      if (xml.isCharacters() && text.length() < MOST_CHARACTERS) {
        text.append(xml.getText());
      }
    }
    String whole = text.toString().strip();
    String both = whole.contains(summary) ? whole : summary + "\n" + whole;
    String lines = both.lines().limit(MOST_LINES).collect(Collectors.joining("\n")).strip();
    return lines.length() > MOST_CHARACTERS ? lines.substring(0, MOST_CHARACTERS) + "…" : lines;
  }
}
