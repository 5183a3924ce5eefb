package dev.triptych.workflows.portrait;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.dataset.FewShotDataset;
import dev.triptych.workflows.priors.PriorRef;
import dev.triptych.workflows.spec.Cell;
import dev.triptych.workflows.spec.EvaluationSpec;
import dev.triptych.workflows.spec.I2tSpec;
import dev.triptych.workflows.spec.Method;
import dev.triptych.workflows.spec.PortraitSettings;
import dev.triptych.workflows.stage.TrackingRun;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the portrait of one cell.
 *
 * @param dataset D_s, which cells of the same style and seed share
 * @param pretrained checkpoint of the I2T network; null starts from random weights
 * @param method how the portrait is made
 * @param i2t with the variant's settings
 * @param evaluation with the variant's settings
 * @param tracking the cell's own run
 * @param manyStyles null for a portrait of one style
 * @param scoring null in launches that scored the views that they show
 * @param baseline null unless the method is one
 */
public record PortraitRequest(
    Cell cell,
    PriorRef priors,
    FewShotDataset dataset,
    @Nullable ArtifactRef pretrained,
    Method method,
    I2tSpec i2t,
    EvaluationSpec evaluation,
    TrackingRun tracking,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ManyStyles manyStyles,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Scoring scoring,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Baseline baseline) {
  public PortraitRequest {
    if (method == null) { // of a launch that began when the portrait laid the variant over itself
      PortraitSettings paper = PortraitSettings.paper();
      PortraitSettings settings =
          new PortraitSettings(
                  Method.I2T,
                  paper.identity(),
                  paper.views(),
                  paper.edit(),
                  i2t,
                  paper.inversion(),
                  paper.distillation(),
                  evaluation)
              .with(cell.variant());
      method = settings.method();
      i2t = settings.i2t();
    }
  }

  /** The steps of fine-tuning after which the portrait is scored too. */
  List<Integer> scoredSteps() {
    return method.baseline() ? List.of() : evaluation.atSteps();
  }
}
