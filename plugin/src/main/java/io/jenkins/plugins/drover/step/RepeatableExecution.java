package io.jenkins.plugins.drover.step;

import hudson.AbortException;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.util.ClassLoaderSanityThreadFactory;
import hudson.util.DaemonThreadFactory;
import hudson.util.NamingThreadFactory;
import io.drover.engine.WorkFailedException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.springframework.security.core.Authentication;

/**
 * Work beside the pipeline's own thread that may be done twice: when Jenkins is restarted in the
 * midst of it, it is begun anew. (The Pipeline plugin's execution of this kind gives up there.)
 *
 * @param <T> what the step returns; null for nothing
 */
abstract class RepeatableExecution<T> extends StepExecution {
  private static final long serialVersionUID = 1;

  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(
          new NamingThreadFactory(
              new ClassLoaderSanityThreadFactory(new DaemonThreadFactory()), "drover-step"));

  private transient volatile Future<?> task;
  private transient volatile boolean stopped;

  RepeatableExecution(StepContext context) {
    super(context);
  }

  /**
   * The work.
   *
   * @throws WorkFailedException if it could not be done; the build's log gets the message alone
   */
  abstract T run() throws Exception;

  @Override
  public boolean start() {
    begin();
    return false;
  }

  @Override
  public void onResume() {
    begin();
  }

  private void begin() {
    Authentication user = Jenkins.getAuthentication2();
    task = THREADS.submit(() -> perform(user));
  }

  private void perform(Authentication user) {
    try (ACLContext as = ACL.as2(user)) {
      getContext().onSuccess(run());
    } catch (WorkFailedException e) {
      fail(new AbortException(e.getMessage()));
    } catch (Throwable e) {
      // Errors as well: a library that is missing must not leave the build waiting for ever.
      fail(e);
    }
  }

  /** Who stops a step has failed it already. */
  private void fail(Throwable e) {
    if (!stopped) {
      getContext().onFailure(e);
    }
  }

  @Override
  public void stop(Throwable cause) {
    stopped = true;
    Future<?> running = task;
    if (running != null) {
      running.cancel(true);
    }
    getContext().onFailure(cause);
  }
}
