package io.jenkins.plugins.drover.board;

import com.cloudbees.hudson.plugins.folder.Folder;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Failure;
import io.drover.engine.deploy.cluster.EnvironmentState;
import io.drover.engine.plan.Task.Kind;
import io.drover.engine.release.Action;
import io.drover.engine.release.ReleaseRecord;
import io.drover.seedjobs.xml.Marker;
import io.jenkins.plugins.drover.board.BoardState.BoardEnvironment;
import io.jenkins.plugins.drover.board.BoardState.WaitingApproval;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import jenkins.model.Jenkins;
import jenkins.model.TransientActionFactory;
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
              Action.HANDED, environment.name(), Optional.empty(), job + " #" + build, "approved");
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
    orders().start(Kind.PROMOTE, Action.PROMOTE, environment, release);
    return HttpResponses.redirectToDot();
  }

  /** Starts the deployment of a release that waits for it, or that ran before. */
  @POST
  public HttpResponse doDeploy(@QueryParameter String environment, @QueryParameter String release)
      throws InterruptedException {
    ReleaseRecord record =
        environment(environment)
            .state()
            .map(EnvironmentState::record)
            .orElseThrow(() -> new Failure(environment + " was not seen yet"));
    if (record.find(release).filter(found -> found.id().equals(release)).isEmpty()) {
      throw new Failure(
          "%s does not know that release: it was neither promoted into it nor ran there"
              .formatted(environment));
    }
    boolean waits = record.waiting().filter(r -> r.id().equals(release)).isPresent();
    orders().start(Kind.DEPLOY, waits ? Action.DEPLOY : Action.ROLLBACK, environment, release);
    return HttpResponses.redirectToDot();
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
