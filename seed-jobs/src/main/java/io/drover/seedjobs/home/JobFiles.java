package io.drover.seedjobs.home;

import io.drover.engine.WorkFailedException;
import io.drover.engine.file.AtomicFile;
import io.drover.engine.file.Trees;
import io.drover.seedjobs.change.Change;
import io.drover.seedjobs.change.Change.Kind;
import io.drover.seedjobs.change.Rename;
import io.drover.seedjobs.change.Summary;
import io.drover.seedjobs.xml.ConfigText;
import io.drover.seedjobs.xml.FolderUpdate;
import io.drover.seedjobs.xml.Marker;
import io.drover.seedjobs.xml.ReadBack;
import io.drover.seedjobs.xml.Rendered;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes a project's items as files, where a Jenkins finds them whose home it is: {@code
 * jobs/PROJECT/config.xml} with the views, and {@code jobs/PROJECT/jobs/JOB/config.xml}. Each file
 * is there whole or not at all; running it again goes on where it was ended. What is not Drover's
 * stays, builds of jobs included.
 */
public final class JobFiles {
  private static final String CONFIG = "config.xml";

  private final Path folder;
  private final String project;
  private final List<Change> changes = new ArrayList<>();
  private final Map<String, Marker> fresh = new TreeMap<>();
  private final Map<String, Marker> gone = new TreeMap<>();

  private JobFiles(Path folder, String project) {
    this.folder = folder;
    this.project = project;
  }

  /**
   * Brings the files up to date.
   *
   * @param home the folder that has {@code jobs} in it; made when needed
   * @throws WorkFailedException if a file cannot be read or written
   */
  public static Summary write(Rendered.Project items, Path home) {
    String project = items.folder().name();
    JobFiles files = new JobFiles(home.resolve("jobs").resolve(project), project);
    if (files.folder(items.folder())) {
      items.jobs().forEach(files::job);
      files.deleteOthers(
          items.jobs().stream().map(Rendered::name).collect(Collectors.toUnmodifiableSet()));
    }
    return new Summary(files.changes, Rename.among(files.gone, files.fresh));
  }

  /** Without the folder nothing else is done. */
  private boolean folder(Rendered wanted) {
    Path file = folder.resolve(CONFIG);
    Optional<String> found = read(file);
    if (found.isEmpty()) {
      AtomicFile.write(file, wanted.xml());
      changes.add(Change.of(Kind.CREATED, project));
      return true;
    }
    if (marker(found.get()).isEmpty()) {
      changes.add(foreign(project, file));
      return false;
    }
    Optional<String> update = FolderUpdate.of(found.get(), wanted.xml());
    update.ifPresent(text -> AtomicFile.write(file, text));
    changes.add(Change.of(update.isPresent() ? Kind.CHANGED : Kind.UNCHANGED, project));
    return true;
  }

  private void job(Rendered wanted) {
    Path file = folder.resolve("jobs").resolve(wanted.name()).resolve(CONFIG);
    String item = project + "/" + wanted.name();
    Optional<String> found = read(file);
    if (found.isPresent() && marker(found.get()).isEmpty()) {
      changes.add(foreign(item, file));
    } else if (found.isPresent() && ReadBack.holds(wanted.xml(), found.get())) {
      changes.add(Change.of(Kind.UNCHANGED, item));
    } else {
      AtomicFile.write(file, wanted.xml());
      changes.add(Change.of(found.isPresent() ? Kind.CHANGED : Kind.CREATED, item));
      if (found.isEmpty()) {
        fresh.put(item, wanted.marker());
      }
    }
  }

  /** A folder without this file is no job for Jenkins; what else is in it stays. */
  private void deleteOthers(Set<String> names) {
    for (Path directory : folders(folder.resolve("jobs"))) {
      Path file = directory.resolve(CONFIG);
      String name = directory.getFileName().toString();
      Optional<Marker> marker = read(file).flatMap(JobFiles::marker);
      if (!names.contains(name) && marker.isPresent()) {
        delete(file, directory);
        changes.add(Change.of(Kind.DELETED, project + "/" + name));
        gone.put(project + "/" + name, marker.get());
      }
    }
  }

  private static Change foreign(String item, Path file) {
    return Change.refused(item, file + " is not Drover's and stays as it is");
  }

  private static Optional<Marker> marker(String xml) {
    return Marker.find(ConfigText.description(xml));
  }

  private static Optional<String> read(Path file) {
    try {
      return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    } catch (IOException e) {
      throw new WorkFailedException("could not read %s: %s".formatted(file, Trees.why(e)), e);
    }
  }

  private static List<Path> folders(Path parent) {
    if (!Files.isDirectory(parent)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(parent)) {
      return entries.filter(Files::isDirectory).sorted().toList();
    } catch (IOException e) {
      throw new WorkFailedException("could not read %s: %s".formatted(parent, Trees.why(e)), e);
    }
  }

  private static void delete(Path file, Path directory) {
    try {
      Files.delete(file);
      boolean empty;
      try (Stream<Path> rest = Files.list(directory)) {
        empty = rest.findAny().isEmpty();
      }
      if (empty) {
        Files.delete(directory);
      }
    } catch (IOException e) {
      throw new WorkFailedException("could not delete %s: %s".formatted(file, Trees.why(e)), e);
    }
  }
}
