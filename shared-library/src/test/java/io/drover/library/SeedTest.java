package io.drover.library;

import io.drover.library.FakeJenkins.Kind;

class SeedTest {
  @OnEveryController
  void theJobsAreMadeAnew(Kind kind) {
    Golden.check("seed", seed(kind, "done"));
  }

  @OnEveryController
  void filesWithProblemsFailTheBuild(Kind kind) {
    Golden.check("seed-failed", seed(kind, "failed"));
  }

  private static FakeJenkins seed(Kind kind, String outcome) {
    return new FakeJenkins(kind)
        .when("droverSeedProject", call -> Contract.example("seed/" + outcome))
        .run("droverSeed('shop')");
  }
}
