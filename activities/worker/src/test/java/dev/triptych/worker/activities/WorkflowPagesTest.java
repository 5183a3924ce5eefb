package dev.triptych.worker.activities;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkflowPagesTest {
  private static final Map<String, String> NAMED =
      Map.of("TRIPTYCH_TEMPORAL_UI", " http://localhost:8233/ ");

  @Test
  void linksToThePagesThatAreNamed() {
    assertThat(WorkflowPages.of("localhost:7233", NAMED).page("my space", "run/an elf"))
        .contains("http://localhost:8233/namespaces/my%20space/workflows/run%2Fan%20elf");
  }

  @Test
  void knowsThePagesOfTheCloud() {
    for (String cloud :
        new String[] {"portraits.x1y2z.tmprl.cloud:7233", "eu-1.aws.api.temporal.io:7233"}) {
      assertThat(WorkflowPages.of(cloud, Map.of()).page("portraits.x1y2z", "run"))
          .contains("https://cloud.temporal.io/namespaces/portraits.x1y2z/workflows/run");
      assertThat(WorkflowPages.of(cloud, NAMED).page("p", "run"))
          .contains("http://localhost:8233/namespaces/p/workflows/run");
    }
  }

  @Test
  void hasNoneForAServiceThatHasNone() {
    assertThat(WorkflowPages.of("localhost:7233", Map.of()).page("default", "run")).isEmpty();
    assertThat(WorkflowPages.of(null, NAMED).page("default", "run")).isEmpty();
  }
}
