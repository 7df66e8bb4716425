package io.drover.engine.secret;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/**
 * Finds any of many texts in one pass (Aho and Corasick, 1975). A state stands for the longest end
 * of what was read that some text begins with; state 0 for none.
 */
final class Automaton {
  private static final Map<Character, Integer> NONE = Map.of();

  private final List<Map<Character, Integer>> next = new ArrayList<>();
  private final List<Form> found = new ArrayList<>();
  private int[] shorter;
  private int[] depth;
  private final int longest;

  Automaton(Collection<Form> forms) {
    next.add(new HashMap<>());
    found.add(null);
    forms.forEach(this::add);
    link();
    longest = forms.stream().mapToInt(form -> form.text().length()).max().orElse(0);
  }

  private void add(Form form) {
    int state = 0;
    for (char c : form.text().toCharArray()) {
      Integer known = next.get(state).get(c);
      if (known == null) {
        known = next.size();
        next.add(NONE);
        found.add(null);
        Map<Character, Integer> more = new HashMap<>(next.get(state));
        more.put(c, known);
        next.set(state, more);
      }
      state = known;
    }
    found.set(state, form.or(found.get(state)));
  }

  /** Breadth first: where to go on from a state when its own text ends there. */
  private void link() {
    shorter = new int[next.size()];
    depth = new int[next.size()];
    int[] length = new int[next.size()];
    Queue<Integer> queue = new ArrayDeque<>(List.of(0));
    while (!queue.isEmpty()) {
      int state = queue.remove();
      next.get(state)
          .forEach(
              (c, child) -> {
                length[child] = length[state] + 1;
                shorter[child] = state == 0 ? 0 : after(shorter[state], c);
                boolean goesOn = !next.get(child).isEmpty();
                depth[child] = goesOn ? length[child] : depth[shorter[child]];
                if (found.get(child) == null) {
                  found.set(child, found.get(shorter[child]));
                }
                queue.add(child);
              });
    }
  }

  /** The state after one more character. */
  int after(int state, char c) {
    int from = state;
    Integer to = next.get(from).get(c);
    while (to == null && from != 0) {
      from = shorter[from];
      to = next.get(from).get(c);
    }
    return to == null ? 0 : to;
  }

  /** The longest form that ends in a state; null if none does. */
  Form found(int state) {
    return found.get(state);
  }

  /** How many of the last characters read may be the beginning of a form that goes on. */
  int depth(int state) {
    return depth[state];
  }

  /** Characters of the longest form; 0 when there is none. */
  int longest() {
    return longest;
  }
}
