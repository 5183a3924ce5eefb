package dev.triptych.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.triptych.workflows.priors.PriorRef;
import dev.triptych.workflows.spec.DistillationSpec;
import dev.triptych.workflows.spec.InversionSpec;
import java.io.IOException;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class RunIdTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final PriorRef PRIORS = new PriorRef("mini", "ab".repeat(32));

  @Test
  void dependsOnWhatTheSpecSaysNotOnHow() throws IOException {
    String one = digest("{\"a\": 1.0, \"b\": [2]}", PRIORS);

    assertThat(digest("{\"b\": [2], \"a\": 1}", PRIORS)).isEqualTo(one);
    assertThat(digest("{\"b\": [3], \"a\": 1}", PRIORS)).isNotEqualTo(one);
    assertThat(digest("{\"b\": [2], \"a\": 1}", new PriorRef("mini", "cd".repeat(32))))
        .as("with another prior set")
        .isNotEqualTo(one);
    assertThat(RunId.of("Two Heads!", one)).isEqualTo("two-heads-" + one.substring(0, 8));
  }

  /** Launched again by a newer version, a spec finds its run. */
  @Test
  void settingsThatCameLaterCountOnlyWhereTheyAreUsed() throws IOException {
    String before = digest("{\"i2t\": {\"spatial\": true}}", PRIORS);

    assertThat(
            digest(
                "{\"method\": \"I2T\", \"i2t\": {\"spatial\": true, \"fromScratch\": false}}",
                PRIORS))
        .isEqualTo(before);
    assertThat(digest("{\"i2t\": {\"spatial\": true, \"fromScratch\": true}}", PRIORS))
        .isNotEqualTo(before);
    assertThat(digest("{\"method\": \"MODULATED_BACKBONE\", \"i2t\": {\"spatial\": true}}", PRIORS))
        .isNotEqualTo(before);
  }

  @Test
  void whatOnlyBaselinesNeedCountsWhereItIsNotAsPublished() throws IOException {
    String before = digest("{\"method\": \"I2T\"}", PRIORS);
    ObjectNode spec = JSON.createObjectNode().put("method", "I2T");
    spec.set("inversion", JSON.valueToTree(InversionSpec.published()));
    spec.set("distillation", JSON.valueToTree(DistillationSpec.published()));

    assertThat(RunId.digest(spec, PRIORS)).isEqualTo(before);
    ((ObjectNode) spec.get("inversion")).put("steps", 7);
    assertThat(RunId.digest(spec, PRIORS)).isNotEqualTo(before);
  }

  @Test
  void precisionCountsOnlyWhereItIsNotFull() throws IOException {
    String before = digest("{\"edit\": {\"steps\": 3}, \"evaluation\": {}}", PRIORS);
    String with =
        "{\"edit\": {\"steps\": 3, \"precision\": {\"unet\": \"%s\", \"vae\": \"FP32\"}},"
            + " \"evaluation\": {\"precision\": \"%s\"}}";

    assertThat(digest(String.format(Locale.ROOT, with, "FP32", "FP32"), PRIORS)).isEqualTo(before);
    assertThat(digest(String.format(Locale.ROOT, with, "BF16", "FP32"), PRIORS))
        .isNotEqualTo(before);
    assertThat(digest(String.format(Locale.ROOT, with, "FP32", "BF16"), PRIORS))
        .isNotEqualTo(before);
  }

  @Test
  void theUsualScoredViewsAreNotSaid() throws IOException {
    String before = digest("{\"evaluation\": {\"neutralCaption\": \"a face\"}}", PRIORS);
    String with =
        "{\"evaluation\": {\"neutralCaption\": \"a face\", \"scored\":"
            + " {\"grid\": %d, \"pitchRange\": 20, \"yawRange\": 20.0}}}";

    assertThat(digest(String.format(Locale.ROOT, with, 4), PRIORS)).isEqualTo(before);
    assertThat(digest(String.format(Locale.ROOT, with, 3), PRIORS)).isNotEqualTo(before);
  }

  private static String digest(String spec, PriorRef priors) throws IOException {
    return RunId.digest(JSON.readTree(spec), priors);
  }
}
