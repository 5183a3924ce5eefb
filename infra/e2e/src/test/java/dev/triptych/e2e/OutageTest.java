package dev.triptych.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.triptych.e2e.Services.Service;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A service that goes away in the middle of a run and comes back: the run ends as if nothing had
 * been.
 */
@ExtendWith(Services.Extension.class)
class OutageTest {
  private static final Duration OUTAGE = Duration.ofSeconds(30);

  @Test
  void aRunSurvivesARestartOfTemporal(Services services) throws Exception {
    try (Lab lab = Lab.on(services, "temporal-restarted");
        Bucket bucket = new Bucket(lab.environment())) {
      String run = begin(lab);
      Await.that("edits", () -> bucket.list("stages/edit-view/").size() >= 3);
      services.down(Service.TEMPORAL);
      services.up(Service.TEMPORAL);
      assertSameAsUndisturbed(lab.end(run));
    }
  }

  @Test
  void aRunSurvivesAnOutageOfS3(Services services) throws Exception {
    try (Lab lab = Lab.on(services, "s3-away");
        Bucket bucket = new Bucket(lab.environment())) {
      String run = begin(lab);
      Await.that("edits", () -> bucket.list("stages/edit-view/").size() >= 3);
      away(services, Service.S3);
      assertSameAsUndisturbed(lab.end(run));
    }
  }

  @Test
  void aRunSurvivesAnOutageOfMlflowAndTellsItEverythingAfterwards(Services services)
      throws Exception {
    try (Lab lab = Lab.on(services, "mlflow-away");
        Bucket bucket = new Bucket(lab.environment())) {
      String run = begin(lab);
      Await.that("a checkpoint", () -> !bucket.list("checkpoints/fine-tune/").isEmpty());
      away(services, Service.MLFLOW);
      JsonNode status = lab.end(run);
      assertSameAsUndisturbed(status);
      Tracked.assertComplete(lab.environment(), status);
    }
  }

  private static String begin(Lab lab) {
    lab.worker("gpu");
    lab.worker("cpu");
    return lab.launch();
  }

  private static void away(Services services, Service service) {
    services.down(service);
    Await.pause(OUTAGE);
    services.up(service);
  }

  private static void assertSameAsUndisturbed(JsonNode status) {
    assertThat(status.path("state").asText()).isEqualTo("done");
    assertThat(Lab.digests(status)).isEqualTo(Reference.DIGESTS);
  }
}
