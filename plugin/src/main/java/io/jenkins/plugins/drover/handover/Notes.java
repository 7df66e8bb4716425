package io.jenkins.plugins.drover.handover;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a Jenkins leaves to the one that comes after it: which commits it has seen, what it has
 * under way, and a sign of life. People read it with {@code kubectl}.
 *
 * @param project the project that it is about
 * @param texts as they stand in the ConfigMap
 */
record Notes(String project, Map<String, String> texts) {
  private static final String HOLDER = "holder";
  private static final String RENEWED = "renewed";
  private static final String SEEN = "seen.";
  private static final String WORK = "work.";

  Notes {
    texts = new TreeMap<>(texts);
  }

  /** The Jenkins that starts jobs by itself; empty: none. */
  String holder() {
    return texts.getOrDefault(HOLDER, "");
  }

  /** Changes as long as the holder lives. */
  String signOfLife() {
    return holder() + " " + texts.getOrDefault(RENEWED, "");
  }

  Notes heldBy(String holder) {
    return with(HOLDER, holder).with(RENEWED, Instant.now().toString());
  }

  Notes released() {
    return with(HOLDER, "");
  }

  /**
   * The commit that a job was started for last, or that was found at first.
   *
   * @param origin tells repositories, branches and folders apart
   */
  Optional<String> seen(String job, String origin) {
    String[] words = texts.getOrDefault(SEEN + job, "").split(" ");
    return words.length == 2 && words[1].equals(origin) ? Optional.of(words[0]) : Optional.empty();
  }

  Notes withSeen(String job, String origin, String commit) {
    return with(SEEN + job, commit + " " + origin);
  }

  /** What is under way, by its id. */
  Map<String, Work> work() {
    Map<String, Work> work = new TreeMap<>();
    texts.forEach(
        (key, text) -> {
          if (key.startsWith(WORK)) {
            Work.parse(project, text)
                .ifPresent(parsed -> work.put(key.substring(WORK.length()), parsed));
          }
        });
    return work;
  }

  Notes withWork(String id, Work work) {
    return with(WORK + id, work.text());
  }

  Notes withoutWork(String id) {
    Map<String, String> less = new TreeMap<>(texts);
    less.remove(WORK + id);
    return new Notes(project, less);
  }

  private Notes with(String key, String text) {
    Map<String, String> more = new TreeMap<>(texts);
    more.put(key, text);
    return new Notes(project, more);
  }
}
