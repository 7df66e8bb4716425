import io.drover.PipelineRun
import io.drover.Steps

void call() {
  new PipelineRun(new Steps(this)).run()
}
