package io.jenkins.plugins.drover;

import hudson.model.Item;
import jenkins.model.Jenkins;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsRule.WebClient;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/**
 * Users with different rights: {@code admin} may do everything, {@code deployer} read and build,
 * {@code reader} read, and {@code stranger} see that Jenkins is there.
 */
public final class People {
  private People() {}

  /** Gives a Jenkins these users; their passwords are their names. */
  public static MockAuthorizationStrategy in(JenkinsRule jenkins) {
    MockAuthorizationStrategy rights =
        new MockAuthorizationStrategy()
            .grant(Jenkins.ADMINISTER)
            .everywhere()
            .to("admin")
            .grant(Jenkins.READ, Item.READ, Item.BUILD)
            .everywhere()
            .to("deployer")
            .grant(Jenkins.READ, Item.READ)
            .everywhere()
            .to("reader")
            .grant(Jenkins.READ)
            .everywhere()
            .to("stranger");
    jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
    jenkins.jenkins.setAuthorizationStrategy(rights);
    return rights;
  }

  /** The browser of a user. */
  public static WebClient as(String user, JenkinsRule jenkins) throws Exception {
    return jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false).login(user);
  }
}
