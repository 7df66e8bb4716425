package io.drover.config.bind;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a text into words as a POSIX shell does, with quotes and backslashes but without
 * expansion. A quote that is never closed reaches to the end.
 */
final class ShellWords {
  private static final char NO_QUOTE = 0;

  private final String text;
  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean inWord;
  private char quote = NO_QUOTE;

  private ShellWords(String text) {
    this.text = text;
  }

  static List<String> split(String text) {
    ShellWords splitter = new ShellWords(text);
    splitter.split();
    return splitter.words;
  }

  private void split() {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean escape = c == '\\' && quote != '\'' && i + 1 < text.length();
      if (escape && (quote == NO_QUOTE || "$`\"\\\n".indexOf(text.charAt(i + 1)) >= 0)) {
        i++;
        escaped(text.charAt(i));
      } else {
        plain(c);
      }
    }
    endWord();
  }

  private void escaped(char c) {
    // a backslash at the end of a line joins it with the next
    if (c != '\n') {
      inWord = true;
      word.append(c);
    }
  }

  private void plain(char c) {
    if (quote != NO_QUOTE) {
      if (c == quote) {
        quote = NO_QUOTE;
      } else {
        word.append(c);
      }
    } else if (c == '\'' || c == '"') {
      quote = c;
      inWord = true;
    } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      endWord();
    } else {
      inWord = true;
      word.append(c);
    }
  }

  private void endWord() {
    if (inWord) {
      words.add(word.toString());
      word.setLength(0);
      inWord = false;
    }
  }
}
