package io.jenkins.plugins.drover.agent;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleProject;
import hudson.model.Label;
import hudson.model.Node;
import hudson.model.Result;
import hudson.slaves.Cloud;
import hudson.slaves.DumbSlave;
import hudson.slaves.NodeProvisioner.PlannedNode;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class PromptReviewTest {
  /** Jenkins by itself looks for the first time after 100 s. */
  @Test
  @Timeout(90)
  void anAgentIsAskedForAsSoonAsABuildWantsOne(JenkinsRule jenkins) throws Exception {
    Label label = Label.get("pod");
    jenkins.jenkins.clouds.add(new OneAgent(jenkins, label));
    FreeStyleProject job = jenkins.createFreeStyleProject();
    job.setAssignedLabel(label);

    var build = job.scheduleBuild2(0).get(80, TimeUnit.SECONDS);

    assertThat(build.getResult()).isEqualTo(Result.SUCCESS);
    assertThat(build.getBuiltOn().getNodeName()).isEqualTo("the-one");
  }

  /** A cloud with one agent. */
  private static final class OneAgent extends Cloud {
    private final transient JenkinsRule jenkins;
    private final transient Label label;

    OneAgent(JenkinsRule jenkins, Label label) {
      super("one");
      this.jenkins = jenkins;
      this.label = label;
    }

    @Override
    public boolean canProvision(CloudState state) {
      return label.equals(state.getLabel());
    }

    @Override
    public Collection<PlannedNode> provision(CloudState state, int excessWorkload) {
      CompletableFuture<Node> node = new CompletableFuture<>();
      try {
        DumbSlave agent =
            new DumbSlave(
                "the-one", jenkins.createTmpDir().getPath(), jenkins.createComputerLauncher(null));
        agent.setLabelString(label.getName());
        node.complete(agent);
      } catch (Exception e) {
        node.completeExceptionally(e);
      }
      return List.of(new PlannedNode("the-one", node, 1));
    }
  }
}
