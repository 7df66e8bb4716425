package io.drover.engine.release;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;

/** Prints JSON with an image on one line, so that a release of many services can be read. */
final class LeavesOnOneLine extends DefaultPrettyPrinter {
  private static final long serialVersionUID = 1;

  /** Root, release or entry, images, image. */
  private static final int LEAF_DEPTH = 4;

  LeavesOnOneLine() {
    indentObjectsWith(new Leaves());
  }

  @Override
  public DefaultPrettyPrinter createInstance() {
    return new LeavesOnOneLine();
  }

  @Override
  public void writeObjectFieldValueSeparator(JsonGenerator g) throws IOException {
    g.writeRaw(": ");
  }

  @Override
  public void writeObjectEntrySeparator(JsonGenerator g) throws IOException {
    super.writeObjectEntrySeparator(g);
    if (_nesting >= LEAF_DEPTH) {
      g.writeRaw(' ');
    }
  }

  @Override
  public void writeEndObject(JsonGenerator g, int entries) throws IOException {
    if (_nesting >= LEAF_DEPTH) {
      _nesting--;
      g.writeRaw('}');
    } else {
      super.writeEndObject(g, entries);
    }
  }

  private static final class Leaves extends DefaultIndenter {
    private static final long serialVersionUID = 1;

    Leaves() {
      super("  ", "\n");
    }

    @Override
    public void writeIndentation(JsonGenerator g, int level) throws IOException {
      if (level < LEAF_DEPTH) {
        super.writeIndentation(g, level);
      }
    }
  }
}
