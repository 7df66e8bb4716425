package io.drover.config.schema;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON Schemas (draft-07) of the three files: the one place that says which fields there are.
 * They drive the checks of the reader, and what is documented and offered by editors.
 */
public final class Schemas {
  private Schemas() {}

  /** The schema of a file, ready to walk; made at the first call. */
  public static SchemaNode of(FileKind kind) {
    return switch (kind) {
      case BUILD -> Build.NODE;
      case APPLICATION -> Application.NODE;
      case ENVIRONMENTS -> Environments.NODE;
      case SETTINGS -> Settings.NODE;
    };
  }

  /** The schema of a file, as JSON. */
  public static String json(FileKind kind) {
    try (InputStream in = open(kind)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(FileKind kind) {
    InputStream in = Schemas.class.getResourceAsStream(kind.resource());
    if (in == null) {
      throw new IllegalStateException("The schema " + kind.resource() + " is missing.");
    }
    return in;
  }

  /** Streaming, because binding to classes costs more at start than all the rest of a read. */
  private static SchemaNode parse(FileKind kind) {
    try (InputStream in = open(kind);
        JsonParser parser = new JsonFactory().createParser(in)) {
      parser.nextToken();
      if (value(parser) instanceof Map<?, ?> root) {
        return new SchemaLoader(root).load();
      }
      throw new IllegalStateException("The schema " + kind.resource() + " is no object.");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Object value(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      Map<String, Object> object = new LinkedHashMap<>();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String key = parser.currentName();
        parser.nextToken();
        object.put(key, value(parser));
      }
      return object;
    }
    if (parser.currentToken() == JsonToken.START_ARRAY) {
      List<Object> array = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        array.add(value(parser));
      }
      return array;
    }
    return parser.getText();
  }

  private static final class Build {
    private static final SchemaNode NODE = parse(FileKind.BUILD);
  }

  private static final class Application {
    private static final SchemaNode NODE = parse(FileKind.APPLICATION);
  }

  private static final class Environments {
    private static final SchemaNode NODE = parse(FileKind.ENVIRONMENTS);
  }

  private static final class Settings {
    private static final SchemaNode NODE = parse(FileKind.SETTINGS);
  }
}
