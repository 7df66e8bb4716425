package app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class AnswersTest {
  private final Answers answers = new Answers("Good morning", "1.2.3");

  @Test
  void greetsAsItIsToldTo() {
    assertEquals(new Answers.Answer(200, "Good morning"), answers.to("/"));
  }

  @Test
  void saysThatItIsWellAndTellsItsVersion() {
    assertEquals(new Answers.Answer(200, "ok"), answers.to("/health"));
    assertEquals(new Answers.Answer(200, "1.2.3"), answers.to("/version"));
  }

  @Test
  void knowsWhatItDoesNotHave() {
    assertEquals(404, answers.to("/nothing").status());
  }
}
