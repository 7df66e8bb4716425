package io.drover.engine.image.layers;

import io.drover.engine.WorkFailedException;
import io.drover.engine.file.AtomicFile;
import io.drover.engine.file.ContentKey;
import io.drover.engine.file.Trees;
import io.drover.engine.image.registry.Digests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What apt answered before. Reading the lists of all of Debian takes it longer than all else that a
 * rebuild does. The same question has the same answer as long as the runtime and the signed lists
 * of its sources are the same; a package of our own that is asked for in one version may come in
 * another, if all that it says of other packages stays the same and none of ours speaks of it.
 */
final class Solutions {
  private static final List<String> RELATIONS =
      List.of("Depends", "Pre-Depends", "Conflicts", "Breaks", "Replaces", "Provides", "Enhances");

  private final Path folder;
  private final String base;
  private final AptFolder all;
  private final AptFolder own;

  /**
   * Answers that were kept.
   *
   * @param base the runtime's digest
   * @param all apt with all sources
   * @param own apt with our own sources alone
   */
  Solutions(Path folder, String base, AptFolder all, AptFolder own) {
    this.folder = folder;
    this.base = base;
    this.all = all;
    this.own = own;
  }

  /** Packages of our own sources. */
  Set<Candidate> own() {
    return packages().stream().map(Solutions::candidate).collect(Collectors.toSet());
  }

  /** See {@link Apt#ownRelations}. */
  Map<String, String> ownRelations(Collection<String> wanted) {
    Map<String, Set<String>> byName = new TreeMap<>();
    for (Stanza one : packages()) {
      byName
          .computeIfAbsent(one.get("Package"), n -> new TreeSet<>())
          .add(String.join("\n", relations(one)));
    }
    Map<String, Set<String>> found = new TreeMap<>();
    Deque<String> next = new ArrayDeque<>();
    wanted.forEach(word -> next.add(Apt.name(word)));
    while (!next.isEmpty()) {
      String name = next.remove();
      if (byName.containsKey(name) && !found.containsKey(name)) {
        found.put(name, byName.get(name));
        String said = String.join("\n", byName.get(name));
        byName.keySet().stream().filter(other -> speaksOf(said, other)).forEach(next::add);
      }
    }
    Map<String, String> relations = new TreeMap<>();
    found.forEach((name, all) -> relations.put(name, name + "\n" + String.join("\n", all)));
    return relations;
  }

  /**
   * Asks for packages, after the lists were read.
   *
   * @param wanted as apt-get takes them
   */
  Question ask(Collection<String> wanted) {
    List<Stanza> packages = packages();
    Map<String, Candidate> free = new TreeMap<>();
    ContentKey key = ContentKey.of("solution 1").with(base).with(releases());
    for (String one : new TreeSet<>(wanted)) {
      Optional<Stanza> exact =
          packages.stream()
              .filter(p -> one.equals(p.get("Package") + "=" + p.get("Version")))
              .findFirst();
      if (exact.isPresent() && !isSpokenOf(exact.get().get("Package"), packages)) {
        free.put(exact.get().get("Package"), candidate(exact.get()));
        key.with(exact.get().get("Package")).with(relations(exact.get()));
      } else {
        key.with(one);
      }
    }
    packages.stream()
        .filter(one -> !free.containsKey(one.get("Package")))
        .map(Stanza::text)
        .sorted()
        .forEach(key::with);
    return new Question(folder.resolve(key.hex()), free);
  }

  /**
   * A question.
   *
   * @param file where its answer is kept
   * @param free packages that may have another version than in the answer
   */
  record Question(Path file, Map<String, Candidate> free) {
    Optional<List<Candidate>> answer() {
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      try (var lines = Files.lines(file)) {
        List<Candidate> candidates = new ArrayList<>();
        lines
            .map(line -> line.split(" "))
            .map(w -> free.getOrDefault(w[0], new Candidate(w[0], w[1], w[2], w[3])))
            .forEach(candidates::add);
        candidates.sort(Comparator.comparing(Candidate::toString));
        return Optional.of(List.copyOf(candidates));
      } catch (IOException e) {
        throw new WorkFailedException("could not read %s: %s".formatted(file, Trees.why(e)), e);
      }
    }

    void keep(List<Candidate> candidates) {
      if (candidates.containsAll(free.values())) {
        AtomicFile.write(
            file,
            candidates.stream()
                .map(c -> String.join(" ", c.name(), c.version(), c.architecture(), c.sha256()))
                .collect(Collectors.joining("\n", "", "\n")));
      }
    }
  }

  /** The packages of our own sources. */
  private List<Stanza> packages() {
    List<Stanza> packages = new ArrayList<>();
    for (Path list : own.lists()) {
      if (list.toString().endsWith("_Packages")) {
        packages.addAll(Stanza.parse(read(list)));
      }
    }
    return packages;
  }

  /** What the runtime's own sources have signed. */
  private List<String> releases() {
    TreeSet<String> ours = new TreeSet<>();
    own.lists().forEach(list -> ours.add(list.getFileName().toString()));
    List<String> releases = new ArrayList<>();
    for (Path list : all.lists()) {
      String name = list.getFileName().toString();
      if (name.endsWith("Release") && !ours.contains(name)) {
        releases.add(name + " " + digest(list));
      }
    }
    return releases;
  }

  private static boolean isSpokenOf(String name, List<Stanza> packages) {
    return packages.stream()
        .anyMatch(p -> relations(p).stream().anyMatch(said -> speaksOf(said, name)));
  }

  private static boolean speaksOf(String said, String name) {
    return Pattern.compile("(?<![a-z0-9+.-])" + Pattern.quote(name) + "(?![a-z0-9+.-])")
        .matcher(said)
        .find();
  }

  private static List<String> relations(Stanza stanza) {
    List<String> all = new ArrayList<>(RELATIONS.stream().map(stanza::get).toList());
    all.addAll(List.of(stanza.get("Architecture"), stanza.get("Multi-Arch")));
    return all;
  }

  private static Candidate candidate(Stanza one) {
    return new Candidate(
        one.get("Package"), one.get("Version"), one.get("Architecture"), one.get("SHA256"));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new WorkFailedException("could not read %s: %s".formatted(file, Trees.why(e)), e);
    }
  }

  private static String digest(Path file) {
    try {
      return Digests.of(file);
    } catch (IOException e) {
      throw new WorkFailedException("could not read %s: %s".formatted(file, Trees.why(e)), e);
    }
  }
}
