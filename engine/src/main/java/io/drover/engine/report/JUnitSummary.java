package io.drover.engine.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Counts of JUnit XML files, taken from their test cases: the totals that the files state are not
 * always true.
 *
 * @param passed test cases that passed
 * @param failed test cases with a failure or an error
 * @param skipped test cases that were skipped
 * @param firstFailure name of the first test case that failed; empty if none did
 * @param unreadable names of files that are not JUnit XML
 */
public record JUnitSummary(
    int passed, int failed, int skipped, String firstFailure, List<String> unreadable) {

  /** Reads files; none gives a summary of zeros. */
  public static JUnitSummary of(List<Path> files) {
    Reader reader = new Reader();
    files.forEach(reader::read);
    return new JUnitSummary(
        reader.cases - reader.failed - reader.skipped,
        reader.failed,
        reader.skipped,
        reader.firstFailure,
        List.copyOf(reader.unreadable));
  }

  /** The counts as a person says them; empty when there is nothing to say. */
  public String words() {
    List<String> words = new ArrayList<>();
    if (passed + failed + skipped > 0) {
      words.add(passed + " tests passed");
    }
    if (failed > 0) {
      words.add("%d failed, first %s".formatted(failed, firstFailure));
    }
    if (skipped > 0) {
      words.add(skipped + " skipped");
    }
    if (!unreadable.isEmpty()) {
      words.add("not JUnit XML: " + String.join(", ", unreadable));
    }
    return String.join(", ", words);
  }

  private static final class Reader {
    private static final XMLInputFactory FACTORY = XMLInputFactory.newFactory();

    static {
      FACTORY.setProperty(XMLInputFactory.SUPPORT_DTD, false);
      FACTORY.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    }

    private int cases;
    private int failed;
    private int skipped;
    private String firstFailure = "";
    private final List<String> unreadable = new ArrayList<>();

    private void read(Path file) {
      try (InputStream stream = Files.newInputStream(file)) {
        XMLStreamReader xml = FACTORY.createXMLStreamReader(stream);
        Case open = new Case("", false);
        while (xml.hasNext()) {
          xml.next();
          open = xml.isStartElement() ? begin(xml, open) : open;
        }
      } catch (IOException | XMLStreamException e) {
        unreadable.add(file.getFileName().toString());
      }
    }

    /** A case counts once, even if it has both a failure and an error. */
    private record Case(String name, boolean counted) {}

    private Case begin(XMLStreamReader xml, Case open) {
      switch (xml.getLocalName()) {
        case "testcase" -> {
          cases++;
          return new Case(
              xml.getAttributeValue(null, "classname") + "." + xml.getAttributeValue(null, "name"),
              false);
        }
        case "failure", "error" -> {
          if (!open.counted()) {
            failed++;
            firstFailure = firstFailure.isEmpty() ? open.name() : firstFailure;
          }
          return new Case(open.name(), true);
        }
        case "skipped" -> {
          skipped += open.counted() ? 0 : 1;
          return new Case(open.name(), true);
        }
        default -> {
          return open;
        }
      }
    }
  }
}
