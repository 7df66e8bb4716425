import io.drover.PipelineRun
import io.drover.Steps

void call(String project) {
  new PipelineRun(new Steps(this), project).run()
}
