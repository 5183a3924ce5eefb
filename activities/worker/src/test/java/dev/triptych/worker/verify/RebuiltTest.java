package dev.triptych.worker.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.triptych.worker.json.CanonicalJson;
import dev.triptych.worker.json.Json;
import dev.triptych.worker.memo.KeptStage;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.dataset.EditSettings;
import dev.triptych.workflows.dataset.EditViewRequest;
import dev.triptych.workflows.dataset.RenderViewsRequest;
import dev.triptych.workflows.portrait.PretrainRequest;
import dev.triptych.workflows.priors.PriorRef;
import dev.triptych.workflows.spec.AngleMode;
import dev.triptych.workflows.spec.TrainingSpec;
import dev.triptych.workflows.spec.ViewsSpec;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.TrackingRun;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RebuiltTest {
  private static final PriorRef PRIORS = new PriorRef("tiny", "a".repeat(64));
  private static final ArtifactRef SOURCE = new ArtifactRef("blob", "b".repeat(64), 1, "image/png");

  private static KeptStage kept(Stage stage, JsonNode inputs) {
    return new KeptStage(
        stage,
        1,
        "key",
        inputs,
        inputs,
        List.of(),
        1,
        "here",
        new TreeMap<>(),
        "2026-01-31T12:00:00Z",
        null,
        null);
  }

  private static JsonNode rebuilt(Stage stage, Object request) {
    return Rebuilt.request(kept(stage, CanonicalJson.tree(request)));
  }

  @ParameterizedTest
  @EnumSource(Stage.class)
  void knowsTheRequestOfEveryStage(Stage stage) {
    assertThat(Rebuilt.requestOf(stage).isRecord()).isTrue();
  }

  @Test
  void leavesAPromptAloneThatLooksLikeAChangedMeaning() {
    EditViewRequest request =
        new EditViewRequest(
            PRIORS,
            SOURCE,
            new EditSettings("ELF#2", "", 2, 7.5, 1.5, EditSettings.Start.IMG2IMG, .5, 0, null));

    assertThat(rebuilt(Stage.EDIT_VIEW, request)).isEqualTo(Json.tree(request));
  }

  @Test
  void readsTodaysMeaningAndRefusesAnEarlierOne() {
    RenderViewsRequest request =
        new RenderViewsRequest(PRIORS, SOURCE, new ViewsSpec(2, 20, 20, AngleMode.SAMPLER));

    assertThat(rebuilt(Stage.RENDER_VIEWS, request)).isEqualTo(Json.tree(request));
    assertThatThrownBy(() -> Rebuilt.request(kept(Stage.RENDER_VIEWS, Json.tree(request))))
        .isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void keepsACheckpointAtTheEndOfATrainingAlone() {
    TrainingSpec training = new TrainingSpec(30, 4, .002, 0, .99, 0, 0, 10);
    PretrainRequest request =
        new PretrainRequest(
            PRIORS, true, 0, .7, training, new TrackingRun("run", "cell", "id", null));

    JsonNode rebuilt = rebuilt(Stage.PRETRAIN, request);

    assertThat(rebuilt.at("/training/checkpointEvery").intValue()).isEqualTo(30);
    assertThat(CanonicalJson.of(Json.parse(Json.bytes(rebuilt), PretrainRequest.class)))
        .isEqualTo(CanonicalJson.of(request));
  }
}
