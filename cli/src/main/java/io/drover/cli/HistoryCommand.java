package io.drover.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.drover.config.model.Configuration;
import io.drover.config.model.Environment;
import io.drover.engine.deploy.cluster.Clusters;
import io.drover.engine.release.HistoryEntry;
import io.drover.engine.release.ReleaseJson;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code drover history}. */
@Command(
    name = "history",
    mixinStandardHelpOptions = true,
    description = "Shows who changed an environment of a cluster, how and when; the newest first.")
final class HistoryCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ClusterOptions options;

  @Option(
      names = "--format",
      paramLabel = "text|json",
      defaultValue = "text",
      description = "How it is printed (default: ${DEFAULT-VALUE}).")
  private Format format;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many changes at most (default: ${DEFAULT-VALUE}); 50 are kept.")
  private int limit;

  @Override
  public Integer call() throws Exception {
    if (limit < 1) {
      throw new ParameterException(spec.commandLine(), "--limit takes a number from 1");
    }
    try (Clusters clusters = options.clusters()) {
      Optional<Configuration> read = options.readOrComplain();
      if (read.isEmpty()) {
        return 1;
      }
      Environment environment = options.environment(read.get());
      List<HistoryEntry> entries =
          Interruption.awaiting(
              () -> newest(clusters.record(read.get()).read(environment.name()).history()));
      options
          .out()
          .print(
              switch (format) {
                case TEXT ->
                    HistoryView.text(entries, TerminalMode.hasColours(), TerminalMode.columns());
                case JSON -> json(entries);
              });
      options.out().flush();
      return 0;
    }
  }

  private List<HistoryEntry> newest(List<HistoryEntry> all) {
    List<HistoryEntry> entries = new ArrayList<>(all);
    Collections.reverse(entries);
    return entries.subList(0, Math.min(limit, entries.size()));
  }

  private static String json(List<HistoryEntry> entries) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    entries.forEach(entry -> array.add(ReleaseJson.entry(entry)));
    return array.toPrettyString() + "\n";
  }
}
