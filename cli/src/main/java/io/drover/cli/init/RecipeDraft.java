package io.drover.cli.init;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A recipe that is being put together. */
final class RecipeDraft {
  final List<String> source = new ArrayList<>();
  final List<String> dependencies = new ArrayList<>();
  final Map<String, String> buildVariables = new LinkedHashMap<>();
  final List<Recipe.Step> build = new ArrayList<>();
  final List<String> reports = new ArrayList<>();
  final Map<String, String> imageVariables = new LinkedHashMap<>();
  final Map<String, String> serviceVariables = new LinkedHashMap<>();
  final Map<String, String> script = new LinkedHashMap<>();
  final List<String> checks = new ArrayList<>();
  final List<String> notes = new ArrayList<>();
  String version = "1.0.0";
  String health = "/health";
  List<String> command = List.of();

  void step(String line, String comment) {
    build.add(new Recipe.Step(line, comment));
  }

  Recipe recipe() {
    build.add(Recipe.Step.of("sh package.sh"));
    return new Recipe(
        version,
        source,
        dependencies,
        buildVariables,
        build,
        reports,
        command,
        imageVariables,
        serviceVariables,
        health,
        checks,
        script,
        notes);
  }
}
