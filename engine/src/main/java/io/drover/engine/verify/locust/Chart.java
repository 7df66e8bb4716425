package io.drover.engine.verify.locust;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * A chart over time as SVG that stands in a page: colours and dashes come from the page's classes
 * {@code s1}, {@code s2}, … by the order of the lines.
 */
final class Chart {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 220;
  private static final int LEFT = 56;
  private static final int RIGHT = 16;
  private static final int TOP = 10;
  private static final int BOTTOM = 26;
  private static final int Y_STEPS = 4;
  private static final int X_STEPS = 8;
  private static final long[] SECONDS = {
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200, 86400
  };

  private final String id;
  private final String title;
  private final String unit;
  private final long[] seconds;
  private final List<Line> lines = new ArrayList<>();
  private final List<Limit> limits = new ArrayList<>();

  /**
   * A chart without lines.
   *
   * @param id tells it from others on the page
   * @param unit of the values
   * @param seconds the time of each value, from the beginning, ascending
   */
  Chart(String id, String title, String unit, long[] seconds) {
    this.id = id;
    this.title = title;
    this.unit = unit;
    this.seconds = seconds;
  }

  private record Line(String name, IntFunction<Optional<Double>> values) {}

  private record Limit(String name, double value) {}

  /** Adds a line with a value for each time, or none. */
  Chart line(String name, IntFunction<Optional<Double>> values) {
    lines.add(new Line(name, values));
    return this;
  }

  /** Adds a level that is not to be passed. */
  Chart limit(String name, double value) {
    limits.add(new Limit(name, value));
    return this;
  }

  /** The chart with its legend, as HTML. */
  String html() {
    double top = top();
    StringBuilder html = new StringBuilder();
    html.append("<figure>\n<figcaption>").append(Html.text(title));
    html.append(" <span class=\"unit\">").append(Html.text(unit)).append("</span></figcaption>\n");
    html.append(legend());
    html.append(
        "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"%s-title %s-desc\">%n"
            .formatted(WIDTH, HEIGHT, id, id));
    html.append("<title id=\"%s-title\">%s</title>%n".formatted(id, Html.text(title)));
    html.append("<desc id=\"%s-desc\">%s</desc>%n".formatted(id, Html.text(description())));
    html.append(grid(top));
    for (int i = 0; i < lines.size(); i++) {
      html.append(path(lines.get(i), i + 1, top));
    }
    for (Limit limit : limits) {
      html.append(level(limit, top));
    }
    html.append(tips(top));
    return html.append("</svg>\n</figure>\n").toString();
  }

  private String legend() {
    StringBuilder legend = new StringBuilder("<ul class=\"legend\">\n");
    for (int i = 0; i < lines.size(); i++) {
      legend.append(entry("s" + (i + 1), lines.get(i).name()));
    }
    limits.forEach(limit -> legend.append(entry("limit", limit.name())));
    return legend.append("</ul>\n").toString();
  }

  private static String entry(String style, String name) {
    return "<li><svg viewBox=\"0 0 28 8\" aria-hidden=\"true\"><path class=\"line %s\" d=\"M0 4H28\"/></svg>%s</li>%n"
        .formatted(style, Html.text(name));
  }

  /** What a person hears who does not see the chart. */
  private String description() {
    List<String> words = new ArrayList<>();
    for (Line line : lines) {
      double highest = 0;
      double sum = 0;
      int count = 0;
      for (int i = 0; i < seconds.length; i++) {
        Optional<Double> value = line.values().apply(i);
        highest = Math.max(highest, value.orElse(0.0));
        sum += value.orElse(0.0);
        count += value.isPresent() ? 1 : 0;
      }
      if (count > 0) {
        words.add(
            "%s: %s on average, %s at most"
                .formatted(line.name(), Numbers.plain(sum / count), Numbers.plain(highest)));
      }
    }
    return String.join("; ", words) + ". The numbers stand in the table below.";
  }

  private double top() {
    double highest = 0;
    for (Line line : lines) {
      for (int i = 0; i < seconds.length; i++) {
        highest = Math.max(highest, line.values().apply(i).orElse(0.0));
      }
    }
    // A limit far above everything would press the lines flat.
    double seen = highest;
    highest =
        limits.stream()
            .mapToDouble(Limit::value)
            .filter(value -> value <= 3 * seen)
            .reduce(highest, Math::max);
    return step(Math.max(highest, 1) * 1.05 / Y_STEPS) * Y_STEPS;
  }

  /** The next number of few digits. */
  private static double step(double least) {
    double power = Math.pow(10, Math.floor(Math.log10(least)));
    for (double factor : new double[] {1, 1.5, 2, 2.5, 3, 4, 5, 6, 8}) {
      if (factor * power >= least) {
        return factor * power;
      }
    }
    return 10 * power;
  }

  private String grid(double top) {
    StringBuilder grid = new StringBuilder();
    for (int i = 0; i <= Y_STEPS; i++) {
      double value = top / Y_STEPS * i;
      String y = coordinate(y(value, top));
      grid.append("<path class=\"grid\" d=\"M%d %sH%d\"/>".formatted(LEFT, y, WIDTH - RIGHT));
      grid.append(
          "<text class=\"tick y\" x=\"%d\" y=\"%s\">%s</text>%n"
              .formatted(LEFT - 8, y, Numbers.plain(value)));
    }
    long last = last();
    long step = timeStep(last);
    for (long second = 0; second <= last; second += step) {
      grid.append(
          "<text class=\"tick x\" x=\"%s\" y=\"%d\">%s</text>%n"
              .formatted(coordinate(x(second)), HEIGHT - 6, time(second)));
    }
    return grid.toString();
  }

  private long last() {
    return Math.max(1, seconds[seconds.length - 1]);
  }

  private static long timeStep(long last) {
    for (long step : SECONDS) {
      if (last / step <= X_STEPS) {
        return step;
      }
    }
    return last;
  }

  private static String time(long second) {
    if (second < 60) {
      return second + " s";
    }
    return second < 3600
        ? "%d:%02d min".formatted(second / 60, second % 60)
        : "%d:%02d h".formatted(second / 3600, second / 60 % 60);
  }

  private String path(Line line, int number, double top) {
    StringBuilder path = new StringBuilder();
    boolean drawing = false;
    for (int i = 0; i < seconds.length; i++) {
      Optional<Double> value = line.values().apply(i);
      if (value.isPresent()) {
        path.append(drawing ? 'L' : 'M').append(coordinate(x(seconds[i])));
        path.append(' ').append(coordinate(y(value.get(), top)));
      }
      drawing = value.isPresent();
    }
    return "<path class=\"line s%d\" d=\"%s\"/>%n".formatted(number, path);
  }

  private String level(Limit limit, double top) {
    if (limit.value() > top) {
      return "";
    }
    return "<path class=\"line limit\" d=\"M%d %sH%d\"/>%n"
        .formatted(LEFT, coordinate(y(limit.value(), top)), WIDTH - RIGHT);
  }

  /** What a browser shows where the pointer rests; no script is needed for that. */
  private String tips(double top) {
    StringBuilder tips = new StringBuilder("<g class=\"tips\">\n");
    double width = (WIDTH - LEFT - RIGHT) / (double) Math.max(1, seconds.length);
    for (int i = 0; i < seconds.length; i++) {
      StringBuilder words = new StringBuilder(time(seconds[i]));
      for (Line line : lines) {
        Optional<Double> value = line.values().apply(i);
        words.append('\n').append(line.name()).append(": ");
        words.append(value.map(Numbers::plain).orElse("-"));
      }
      tips.append(
          "<rect x=\"%s\" y=\"%d\" width=\"%s\" height=\"%d\"><title>%s</title></rect>%n"
              .formatted(
                  coordinate(Math.max(LEFT, x(seconds[i]) - width / 2)),
                  TOP,
                  coordinate(width),
                  HEIGHT - TOP - BOTTOM,
                  Html.text(words.toString())));
    }
    return tips.append("</g>\n").toString();
  }

  private double x(long second) {
    return LEFT + (WIDTH - LEFT - RIGHT) * (second / (double) last());
  }

  private static double y(double value, double top) {
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * Math.min(1, value / top);
  }

  private static String coordinate(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
