package io.jenkins.plugins.drover.board;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Item;
import hudson.model.TopLevelItem;
import hudson.model.View;
import hudson.model.ViewDescriptor;
import io.drover.config.model.Configuration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;
import org.kohsuke.stapler.interceptor.RequirePOST;

/** The project's board as a view, wherever somebody wants it. */
public final class BoardView extends View {

  @DataBoundConstructor
  public BoardView(String name) {
    super(name);
  }

  /** The board; null where there is no project that the user may see. */
  @CheckForNull
  public Board getBoard() throws InterruptedException {
    Optional<String> project =
        Boards.configuration().map(Configuration::project).filter(BoardView::mayRead);
    return project.isPresent() ? Board.of(project.get()).orElse(null) : null;
  }

  private static boolean mayRead(String project) {
    Item folder = Jenkins.get().getItemByFullName(project);
    return folder != null && folder.hasPermission(Item.READ);
  }

  /** It lists no items. */
  @NonNull
  @Override
  public Collection<TopLevelItem> getItems() {
    return List.of();
  }

  @Override
  public boolean contains(TopLevelItem item) {
    return false;
  }

  @Override
  protected void submit(StaplerRequest2 req) {
    // There is nothing to set but name and description.
  }

  @Override
  @RequirePOST
  public Item doCreateItem(StaplerRequest2 req, StaplerResponse2 rsp) {
    throw HttpResponses.error(405, "a board has no items: make them in the folder");
  }

  /** The sort of view. */
  @Extension
  @Symbol("droverBoard")
  public static final class DescriptorImpl extends ViewDescriptor {
    @NonNull
    @Override
    public String getDisplayName() {
      return "Drover board";
    }
  }
}
