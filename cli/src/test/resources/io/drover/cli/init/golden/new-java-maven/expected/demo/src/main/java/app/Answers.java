package app;

/** What the server answers. */
record Answers(String greeting, String version) {
  /** A status and a text. */
  record Answer(int status, String text) {}

  /** The answer for a path. */
  Answer to(String path) {
    return switch (path) {
      case "/" -> new Answer(200, greeting);
      case "/health" -> new Answer(200, "ok");
      case "/version" -> new Answer(200, version);
      default -> new Answer(404, "there is nothing here");
    };
  }
}
