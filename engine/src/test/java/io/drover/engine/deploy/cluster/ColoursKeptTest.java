package io.drover.engine.deploy.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.config.model.Deployment.Colour;
import io.drover.engine.kubernetes.Colours;
import io.drover.engine.kubernetes.Ownership;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ColoursKeptTest {
  private static final Map<String, Colours> GREEN_IS_DEPLOYED =
      Map.of("shop", new Colours(Colour.BLUE, Colour.GREEN));

  private static LiveObject autoscaler(String service, String colour) {
    ObjectNode json = Requests.JSON.createObjectNode();
    json.putObject("metadata")
        .put("name", service + "-" + colour)
        .putObject("labels")
        .put("app.kubernetes.io/instance", service)
        .put(Ownership.COLOUR, colour);
    return new LiveObject(
        new ApiKind("autoscaling/v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers", true),
        json);
  }

  private static boolean isKept(String service, String colour) {
    return BlueGreen.isOtherColour(autoscaler(service, colour), GREEN_IS_DEPLOYED);
  }

  @Test
  void whatTheColourThatIsNotDeployedHasStays() {
    assertThat(isKept("shop", "blue")).isTrue();
  }

  @Test
  void anAutoscalerThatTheFilesDoNotAskForAnyMoreDoesNotStayWithTheColourThatIsDeployed() {
    assertThat(isKept("shop", "green")).isFalse();
  }

  @Test
  void noColourStaysOfAServiceThatHasNoneAnyMore() {
    assertThat(isKept("cart", "blue")).isFalse();
  }
}
