package io.drover.aptly.client;

import io.drover.aptly.client.Transport.Answer;
import java.util.Locale;

/**
 * A picture of how mirrors, repositories, snapshots and publications hang together.
 *
 * <pre>{@code
 * String dot = aptly.graph().dot(Graph.Layout.VERTICAL);
 * }</pre>
 */
public final class Graph {

  /** How it is drawn. */
  public enum Layout {
    HORIZONTAL,
    VERTICAL
  }

  private final Calls calls;

  Graph(Calls calls) {
    this.calls = calls;
  }

  /** The picture in Graphviz's language. */
  public String dot(Layout layout) {
    return answer("dot", layout).text();
  }

  /**
   * The picture, drawn by the server's Graphviz.
   *
   * @param format one of Graphviz's, for example {@code svg} or {@code png}
   * @throws RefusedException also when the server has no Graphviz
   */
  public byte[] image(String format, Layout layout) {
    return answer(format, layout).body();
  }

  private Answer answer(String format, Layout layout) {
    String doing = "draw a graph as " + format;
    Url url = Url.of("graph." + format).with("layout", layout.name().toLowerCase(Locale.ROOT));
    Answer answer = calls.transport().get(url.toString(), doing);
    calls.transport().requireSuccess(answer, doing);
    return answer;
  }
}
