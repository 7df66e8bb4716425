package io.jenkins.plugins.drover.board;

import com.cloudbees.hudson.plugins.folder.Folder;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Failure;
import io.drover.config.model.Deployment.Colour;
import io.drover.engine.deploy.cluster.EnvironmentState;
import io.drover.engine.deploy.cluster.ServiceState;
import io.drover.engine.deploy.cluster.ServiceState.Version;
import io.drover.engine.plan.Task.Kind;
import io.drover.engine.release.Action;
import io.drover.engine.release.Change;
import io.drover.engine.release.ReleaseRecord;
import io.drover.seedjobs.xml.Marker;
import io.jenkins.plugins.drover.board.BoardState.BoardEnvironment;
import io.jenkins.plugins.drover.board.BoardState.WaitingApproval;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jenkins.model.Jenkins;
import jenkins.model.TransientActionFactory;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;
import org.kohsuke.stapler.verb.GET;
import org.kohsuke.stapler.verb.POST;

/**
 * {@code /job/PROJECT/board/}: the board of a project, and what can be done there. The acts start
 * the project's jobs or answer what these wait for, and do nothing themselves.
 */
public final class BoardPage implements hudson.model.Action {
  static final String URL = "board";

  private final Folder folder;

  private BoardPage(Folder folder) {
    this.folder = folder;
  }

  @Override
  public String getIconFileName() {
    return "symbol-apps-outline plugin-ionicons-api";
  }

  @Override
  public String getDisplayName() {
    return "Board";
  }

  @Override
  public String getUrlName() {
    return URL;
  }

  public Board getBoard() throws InterruptedException {
    return Board.of(folder.getFullName()).orElseThrow(HttpResponses::notFound);
  }

  /** The board alone, for the page that is open and wants to be up to date. */
  @GET
  public void doUpdate(StaplerRequest2 req, StaplerResponse2 rsp)
      throws InterruptedException, IOException, ServletException {
    req.getView(getBoard(), "update.jelly").forward(req, rsp);
  }

  /** Lets a release in that a build asks about. */
  @POST
  public HttpResponse doApprove(
      @QueryParameter String job, @QueryParameter int build, @QueryParameter String input)
      throws InterruptedException, IOException {
    for (BoardEnvironment environment : state().environments()) {
      for (WaitingApproval approval : environment.approvals()) {
        if (approval.job().equals(job)
            && approval.build() == build
            && approval.input().equals(input)) {
          Question.of(approval).approve();
          Orders.audit(
              Orders.change(Action.HANDED, environment.name()), job + " #" + build, "approved");
          return HttpResponses.redirectToDot();
        }
      }
    }
    throw new Failure("This does not wait for an approval any more, or not for yours");
  }

  /** Starts the promotion of the release that an environment runs. */
  @POST
  public HttpResponse doPromote(@QueryParameter String environment, @QueryParameter String release)
      throws InterruptedException {
    WorkflowJob job = orders().job(Kind.PROMOTE, environment);
    String running =
        environment(environment)
            .state()
            .flatMap(state -> state.record().deployed())
            .map(deployed -> deployed.release().id())
            .orElse("");
    if (!running.equals(release)) {
      throw new Failure(
          "%s runs another release than the one that you saw; look again".formatted(environment));
    }
    start(job, Action.PROMOTE, environment, release);
    return HttpResponses.redirectToDot();
  }

  /** Starts the deployment of the release that waits for it. */
  @POST
  public HttpResponse doDeploy(@QueryParameter String environment, @QueryParameter String release)
      throws InterruptedException {
    WorkflowJob job = orders().job(Kind.DEPLOY, environment);
    if (record(environment).waiting().filter(r -> r.id().equals(release)).isEmpty()) {
      throw new Failure("That release does not wait for %s; look again".formatted(environment));
    }
    start(job, Action.DEPLOY, environment, release);
    return HttpResponses.redirectToDot();
  }

  /** Starts the way back to a release that ran before. */
  @POST
  public HttpResponse doRollback(@QueryParameter String environment, @QueryParameter String release)
      throws InterruptedException {
    WorkflowJob job = orders().job(Kind.ROLLBACK, environment);
    if (record(environment).deployedReleases().stream().noneMatch(r -> r.id().equals(release))) {
      throw new Failure("That release never ran in %s, as far as is known".formatted(environment));
    }
    start(job, Action.ROLLBACK, environment, release);
    return HttpResponses.redirectToDot();
  }

  /** Starts the switch of a blue/green service to the colour that is idle. */
  @POST
  public HttpResponse doSwitch(
      @QueryParameter String environment,
      @QueryParameter String service,
      @QueryParameter String colour)
      throws InterruptedException {
    WorkflowJob job = orders().job(Kind.SWITCH, environment);
    Optional<Colour> idle =
        environment(environment)
            .service(service)
            .flatMap(ServiceState::idle)
            .flatMap(Version::colour);
    if (idle.filter(c -> c.word().equals(colour)).isEmpty()) {
      throw new Failure(
          "%s of %s has no idle colour of that name any more; look again"
              .formatted(service, environment));
    }
    Change change =
        Orders.change(Action.SWITCH, environment)
            .ofService(service)
            .between(idle.map(Colour::other).map(Colour::word), idle.map(Colour::word));
    Orders.start(job, Map.of("service", service, "colour", colour), change);
    return HttpResponses.redirectToDot();
  }

  private static void start(WorkflowJob job, Action action, String environment, String release) {
    Change change =
        Orders.change(action, environment).between(Optional.empty(), Optional.of(release));
    Orders.start(job, Map.of("release", release), change);
  }

  private ReleaseRecord record(String environment) throws InterruptedException {
    return environment(environment)
        .state()
        .map(EnvironmentState::record)
        .orElseThrow(() -> new Failure(environment + " was not seen yet"));
  }

  private BoardState state() throws InterruptedException {
    return Boards.of(folder.getFullName()).orElseThrow(HttpResponses::notFound);
  }

  private BoardEnvironment environment(String name) throws InterruptedException {
    return state().environment(name).orElseThrow(HttpResponses::notFound);
  }

  private Orders orders() throws InterruptedException {
    return Boards.configuration(folder.getFullName())
        .map(ProjectJobs::new)
        .map(Orders::new)
        .orElseThrow(HttpResponses::notFound);
  }

  /** Adds the page to the project's folder. */
  @Extension
  public static final class Factory extends TransientActionFactory<Folder> {
    @Override
    public Class<Folder> type() {
      return Folder.class;
    }

    /** Asked whenever the folder is shown, so it looks at nothing else. */
    @NonNull
    @Override
    public Collection<? extends hudson.model.Action> createFor(@NonNull Folder target) {
      boolean ours =
          target.getParent() == Jenkins.get()
              && Marker.find(Util.fixNull(target.getDescription())).isPresent();
      return ours ? List.of(new BoardPage(target)) : List.of();
    }
  }
}
