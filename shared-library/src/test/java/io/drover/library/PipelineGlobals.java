package io.drover.library;

import com.cloudbees.groovy.cps.Continuable;
import groovy.lang.Closure;
import groovy.lang.GroovyObjectSupport;
import java.io.Serializable;

/** The variables that Jenkins gives to pipelines, and what its steps return. */
final class PipelineGlobals {
  private PipelineGlobals() {}

  /** {@code currentBuild}. */
  public static final class CurrentBuild implements Serializable {
    public void setDescription(String text) {
      FakeJenkins.current().described(text);
    }
  }

  /** {@code env}, inside a pod template and inside {@code withCredentials}. */
  public static final class Environment extends GroovyObjectSupport implements Serializable {
    @Override
    public Object getProperty(String name) {
      return name.equals("POD_LABEL") ? "the-pod" : "s3cret";
    }
  }

  /** What {@code junit} returns. */
  public record TestSummary(int failCount) implements Serializable {
    public int getFailCount() {
      return failCount;
    }
  }

  /** What {@code build} returns. */
  public record JobBuild(String result) implements Serializable {
    public String getResult() {
      return result;
    }
  }

  /** {@code docker}, of the Docker Pipeline plugin. */
  public static final class Docker implements Serializable {
    public Object withRegistry(String url, String credentials, Closure<?> body) {
      return step("docker.withRegistry", url + " " + credentials, body);
    }

    public Object image(String id) {
      return new Image(id);
    }

    public Object build(String image, String arguments) {
      return step("docker.build", "docker build -t \"" + image + "\" " + arguments);
    }
  }

  /** An image of {@link Docker}. */
  public record Image(String id) implements Serializable {
    public Object inside(String arguments, Closure<?> body) {
      return step("docker.image.inside", id + arguments, body);
    }

    public Object push() {
      return step("docker.image.push", id);
    }
  }

  private static Object step(String name, Object... arguments) {
    return Continuable.suspend(name, StepCall.of(name, arguments));
  }
}
