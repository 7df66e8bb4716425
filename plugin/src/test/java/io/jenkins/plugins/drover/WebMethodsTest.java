package io.jenkins.plugins.drover;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.util.Secret;
import jakarta.servlet.Filter;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsRule.WebClient;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.kohsuke.stapler.interceptor.RequirePOST;
import org.kohsuke.stapler.verb.GET;
import org.kohsuke.stapler.verb.POST;

/** What Jenkins lets browsers and programs call. */
class WebMethodsTest {
  private static final Path CLASSES = Path.of("target/classes");

  private static List<Method> webMethods() throws Exception {
    List<Method> methods = new ArrayList<>();
    try (Stream<Path> files = Files.walk(CLASSES)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        String name = CLASSES.relativize(file).toString().replace('/', '.');
        Class<?> type = Class.forName(name.replaceAll("\\.class$", ""));
        for (Method method : type.getDeclaredMethods()) {
          boolean called =
              Modifier.isPublic(method.getModifiers()) && method.getName().matches("do[A-Z].*");
          // A filter has no address.
          if (called && !method.isSynthetic() && !Filter.class.isAssignableFrom(type)) {
            methods.add(method);
          }
        }
      }
    }
    return methods;
  }

  @Test
  void everyOneSaysHowItIsCalled() throws Exception {
    List<Method> methods = webMethods();
    assertThat(methods).extracting(Method::getName).contains("doDeploy", "doSeed", "doCheckUrl");
    assertThat(methods)
        .allMatch(
            method ->
                method.isAnnotationPresent(POST.class)
                    || method.isAnnotationPresent(RequirePOST.class)
                    || method.isAnnotationPresent(GET.class));
  }

  @Test
  void onlyWhatChangesNothingIsCalledByGet() throws Exception {
    assertThat(webMethods())
        .filteredOn(method -> method.isAnnotationPresent(GET.class))
        .extracting(method -> method.getDeclaringClass().getSimpleName() + "." + method.getName())
        .containsExactlyInAnyOrder("EnvironmentApi.doStatus", "BoardPage.doUpdate");
  }

  /** Forms ask while somebody types; who may not configure Jenkins learns nothing by asking. */
  @Test
  @WithJenkins
  void formsTellNothingToWhoMayNotSeeTheSettings(JenkinsRule jenkins) throws Exception {
    jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
    jenkins.jenkins.setAuthorizationStrategy(
        new MockAuthorizationStrategy().grant(Jenkins.READ, Item.READ).everywhere().to("reader"));
    SystemCredentialsProvider.getInstance()
        .getCredentials()
        .add(
            new StringCredentialsImpl(
                CredentialsScope.GLOBAL, "hidden-id", "", Secret.fromString("x")));
    WebClient reader =
        jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false).login("reader");

    int asked = 0;
    for (Method method : webMethods()) {
      if (!Descriptor.class.isAssignableFrom(method.getDeclaringClass())) {
        continue;
      }
      String call = method.getName().substring(2, 3).toLowerCase() + method.getName().substring(3);
      String type = method.getDeclaringClass().getEnclosingClass().getName();
      String path = "descriptorByName/" + type + "/" + call;
      assertThat(get(reader, jenkins, path).getStatusCode()).as(path).isNotEqualTo(200);
      String known = post(reader, jenkins, path + "?value=hidden-id&credentialsId=hidden-id");
      String other = post(reader, jenkins, path + "?value=absent-id&credentialsId=absent-id");
      assertThat(known.replace("hidden-id", "absent-id")).as(path).isEqualTo(other);
      asked++;
    }
    assertThat(asked).isGreaterThan(15);
  }

  private static WebResponse get(WebClient client, JenkinsRule jenkins, String path)
      throws Exception {
    return client.getPage(new WebRequest(new URL(jenkins.getURL(), path))).getWebResponse();
  }

  private static String post(WebClient client, JenkinsRule jenkins, String path) throws Exception {
    WebRequest request = new WebRequest(new URL(jenkins.getURL(), path), HttpMethod.POST);
    return client.getPage(client.addCrumb(request)).getWebResponse().getContentAsString();
  }
}
