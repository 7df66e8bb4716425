package io.drover.config.check;

import io.drover.config.problem.Problem;
import io.drover.config.problem.ProblemCode;
import io.drover.config.problem.Wording;
import io.drover.config.tree.Names;
import io.drover.config.tree.Place;
import io.drover.config.tree.Value.Fields;
import io.drover.config.tree.Value.Text;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Finds what is written as only old files do. */
public final class LegacySpellings {
  private static final String OLD_ENDING = ".bitesize";

  private final String file;
  private final List<LegacySpelling> found = new ArrayList<>();

  private LegacySpellings(String file) {
    this.file = file;
  }

  /** The old spellings of a file, in file order. */
  public static List<LegacySpelling> in(ReadFile file) {
    LegacySpellings spellings = new LegacySpellings(file.name());
    if (file.name().endsWith(OLD_ENDING)) {
      String now = file.name().replace(OLD_ENDING, ".yaml");
      spellings.add(Place.START, "the ending `" + OLD_ENDING + "`", "call the file `" + now + "`");
    }
    for (Problem problem : file.problems().sorted()) {
      if (problem.code().equals(ProblemCode.DEPRECATED_KEY.id())) {
        spellings.found.add(LegacySpelling.of(problem));
      }
    }
    file.objects("applications").forEach(application -> spellings.list(application, "ports"));
    file.objects("environments").forEach(spellings::environment);
    return spellings.found.stream()
        .sorted(
            Comparator.comparingInt(LegacySpelling::line).thenComparingInt(LegacySpelling::column))
        .toList();
  }

  private void environment(Fields environment) {
    name(environment, "name");
    name(environment, "next_environment");
    environment.objects("tests").forEach(test -> name(test, "name"));
    for (Fields service : environment.objects("services")) {
      list(service, "port");
      list(service, "ports");
      service.objects("volumes").forEach(volume -> list(volume, "modes"));
    }
  }

  private void name(Fields owner, String key) {
    Text text = owner.scalar(key).orElse(null);
    if (text != null && !text.text().equals(Names.normalise(text.text()))) {
      String now = Names.normalise(text.text());
      add(
          text.place(),
          "the name " + Wording.quote(text.text()) + ", which is made a DNS label",
          "write `" + now + "`");
    }
  }

  private void list(Fields owner, String key) {
    for (Text text : owner.scalars(key)) {
      if (text.text().contains(",")) {
        String now = text.text().replaceAll(" *, *", ", ");
        add(text.place(), "the list in one text of `" + key + "`", "write `[" + now + "]`");
      }
    }
  }

  private void add(Place place, String written, String now) {
    found.add(new LegacySpelling(file, place.line(), place.column(), written, now));
  }
}
