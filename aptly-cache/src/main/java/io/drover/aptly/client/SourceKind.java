package io.drover.aptly.client;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** What a published repository is made from. */
public enum SourceKind {
  /** Local repositories: an update publishes what is in them by then. */
  LOCAL("local"),
  /** Snapshots: an update is told others. */
  SNAPSHOT("snapshot");

  private final String word;

  SourceKind(String word) {
    this.word = word;
  }

  @JsonCreator
  static SourceKind of(String word) {
    for (SourceKind kind : values()) {
      if (kind.word.equals(word)) {
        return kind;
      }
    }
    throw new IllegalArgumentException(word);
  }

  @JsonValue
  @Override
  public String toString() {
    return word;
  }
}
