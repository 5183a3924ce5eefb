package dev.triptych.workflows.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.dataset.FewShotDataset;
import dev.triptych.workflows.portrait.Evaluation;
import dev.triptych.workflows.portrait.FineTunedGenerator;
import dev.triptych.workflows.portrait.PretrainedI2t;
import dev.triptych.workflows.testing.Artifacts;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutputNameTest {
  private static final ArtifactRef ONE = Artifacts.named("one");
  private static final ArtifactRef TWO = Artifacts.named("two");

  /** Records of earlier runs have them. */
  @Test
  void isWrittenAsEver() {
    assertThat(Arrays.stream(OutputName.values()).map(OutputName::slug))
        .containsExactly(
            "latent",
            "photo",
            "rendered",
            "edited",
            "manifest",
            "checkpoint",
            "loss-curve",
            "per-view",
            "per-style",
            "weights",
            "log");
  }

  @Test
  void findsAnArtefactAmongAStagesOutputs() {
    FineTunedGenerator.Losses losses = new FineTunedGenerator.Losses(1, 1., 1., 1.);
    StageRecord tuned = record(Stage.FINE_TUNE, new FineTunedGenerator(ONE, TWO, losses));
    StageRecord pretrained = record(Stage.PRETRAIN, new PretrainedI2t(TWO, ONE, 1));
    StageRecord dataset = record(Stage.ASSEMBLE_DATASET, new FewShotDataset(ONE, TWO, TWO, 1));
    StageRecord scores = record(Stage.EVALUATE, new Evaluation(Map.of(), TWO));

    assertThat(tuned.output(OutputName.CHECKPOINT)).map(o -> o.ref(ONE.mediaType())).hasValue(ONE);
    assertThat(tuned.output(OutputName.LOSS_CURVE)).map(o -> o.ref(TWO.mediaType())).hasValue(TWO);
    assertThat(pretrained.output(OutputName.LOSS_CURVE)).map(StageOutput::key).hasValue(ONE.key());
    assertThat(dataset.output(OutputName.MANIFEST)).map(StageOutput::key).hasValue(ONE.key());
    assertThat(scores.output(OutputName.PER_VIEW)).map(StageOutput::key).hasValue(TWO.key());
    assertThat(scores.output(OutputName.LOSS_CURVE)).isEmpty();
  }

  private static StageRecord record(Stage stage, StageResult result) {
    return Staged.unkeyed(stage, result).stage();
  }
}
