import io.drover.Steps
import io.drover.TaskRun

void call(String id, Map parameters = [:]) {
  new TaskRun(new Steps(this), id, parameters).run()
}
