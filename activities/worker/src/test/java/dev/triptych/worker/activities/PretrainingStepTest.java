package dev.triptych.worker.activities;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.triptych.worker.json.Json;
import dev.triptych.workflows.portrait.PretrainRequest;
import dev.triptych.workflows.priors.PriorRef;
import dev.triptych.workflows.spec.TrainingSpec;
import dev.triptych.workflows.stage.TrackingRun;
import org.junit.jupiter.api.Test;

class PretrainingStepTest {
  private static final JsonNode RECOMMENDATIONS =
      Json.parse(
          "{\"pretraining\":{\"steps\":3000,\"batch\":10,\"beta1\":0.9}}".getBytes(UTF_8),
          JsonNode.class);

  private static boolean isRecommended(long seed, int steps, int checkpointEvery, boolean spatial) {
    TrainingSpec training = new TrainingSpec(steps, 10, 0.002, 0.9, 0.99, 0, 0, checkpointEvery);
    return PretrainingStep.isRecommended(
        new PretrainRequest(
            new PriorRef("tiny", "0".repeat(64)),
            spatial,
            seed,
            1,
            training,
            new TrackingRun("run", null, "run", null)),
        true,
        RECOMMENDATIONS);
  }

  @Test
  void takesTheSetsOwnNetworkForItsOwnRecommendation() {
    assertThat(isRecommended(0, 3000, 1000, true)).isTrue();
    assertThat(isRecommended(0, 3000, 7, true)).isTrue(); // changes nothing in the result
  }

  @Test
  void trainsWhenAnythingElseDiffers() {
    assertThat(isRecommended(0, 2999, 1000, true)).isFalse();
    assertThat(isRecommended(1, 3000, 1000, true)).isFalse();
    assertThat(isRecommended(0, 3000, 1000, false)).isFalse();
  }
}
