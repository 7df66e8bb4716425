package io.drover.engine.verify.locust;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.drover.engine.WorkFailedException;
import io.drover.engine.file.Trees;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rows of Locust's CSV files, which begin with the names of the columns. */
final class CsvRows {
  private static final ObjectReader CSV =
      new CsvMapper()
          .enable(CsvParser.Feature.IGNORE_TRAILING_UNMAPPABLE)
          .readerForMapOf(String.class)
          .with(CsvSchema.emptySchema().withHeader());

  private CsvRows() {}

  /**
   * The rows of a file, up to the one that a killed Locust was writing.
   *
   * @return no rows if there is no such file
   * @throws WorkFailedException if it cannot be read
   */
  static List<Row> read(Path file) {
    if (!Files.exists(file)) {
      return List.of();
    }
    try (Reader text = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      return read(text);
    } catch (IOException e) {
      throw new WorkFailedException("could not read %s: %s".formatted(file, Trees.why(e)), e);
    }
  }

  /** The one row under a line with the names of the columns; empty if there is none. */
  static Optional<Row> row(String columns, String row) {
    try {
      return read(new StringReader(columns + "\n" + row)).stream().findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Row> read(Reader text) throws IOException {
    List<Row> rows = new ArrayList<>();
    try (MappingIterator<Map<String, String>> values = CSV.readValues(text)) {
      while (values.hasNextValue()) {
        rows.add(new Row(values.nextValue()));
      }
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      // The rest is half a row.
    }
    return rows;
  }

  /** A row, by the names of the columns. */
  record Row(Map<String, String> values) {
    String text(String column) {
      return Optional.ofNullable(values.get(column)).orElse("");
    }

    long count(String column) {
      return (long) number(column).orElse(0.0).doubleValue();
    }

    /** Empty where there was nothing to measure. */
    Optional<Double> number(String column) {
      try {
        return Optional.of(Double.parseDouble(text(column))).filter(Double::isFinite);
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
    }
  }
}
