package io.drover.library;

import com.cloudbees.groovy.cps.Continuable;
import com.cloudbees.groovy.cps.Outcome;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A running pipeline, all of it: what Jenkins writes to disk at every step. */
final class Build implements Serializable {
  private static final long serialVersionUID = 1;

  /** In the order in which they began. */
  final List<Head> heads = new ArrayList<>();

  /** How it ended; null before. */
  Outcome outcome;

  /** The worst that {@code catchError} and {@code junit} made of it. */
  String result = "SUCCESS";

  /** One line of execution: the script, the body of a step, a branch. */
  static final class Head implements Serializable {
    private static final long serialVersionUID = 1;

    final String name;
    final Continuable program;

    /** The head whose step this is the body of; null for the script. */
    final Head parent;

    /** With what it goes on; null while it stands at a step. */
    Outcome resume = new Outcome(null, null);

    StepCall step;

    /** The recorded place under which this one's steps stand. */
    final int place;

    /** The step's place in the recording. */
    int record;

    int attempts;
    final Map<String, Outcome> bodies = new LinkedHashMap<>();

    Head(String name, Continuable program, Head parent, int place) {
      this.name = name;
      this.program = program;
      this.parent = parent;
      this.place = place;
    }
  }

  byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(this);
    } catch (IOException e) {
      throw new UncheckedIOException("at " + heads.stream().map(h -> h.step).toList(), e);
    }
    return bytes.toByteArray();
  }

  /** The same build in a controller that has compiled the library anew. */
  static Build of(byte[] bytes, ClassLoader library) {
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes)) {
          @Override
          protected Class<?> resolveClass(ObjectStreamClass description)
              throws IOException, ClassNotFoundException {
            try {
              return Class.forName(description.getName(), false, library);
            } catch (ClassNotFoundException e) {
              return super.resolveClass(description);
            }
          }
        }) {
      return (Build) in.readObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
