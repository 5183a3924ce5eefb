package dev.triptych.workflows.portrait;

import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.dataset.FewShotDataset;
import dev.triptych.workflows.priors.PriorRef;
import dev.triptych.workflows.spec.Cell;
import dev.triptych.workflows.spec.EvaluationSpec;
import dev.triptych.workflows.spec.I2tSpec;
import dev.triptych.workflows.stage.TrackingRun;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the portrait of one cell.
 *
 * @param dataset D_s, which cells of the same style and seed share
 * @param pretrained checkpoint of the I2T network; null if the variant starts from random weights
 * @param tracking the cell's own run
 */
public record PortraitRequest(
    Cell cell,
    PriorRef priors,
    FewShotDataset dataset,
    @Nullable ArtifactRef pretrained,
    I2tSpec i2t,
    EvaluationSpec evaluation,
    TrackingRun tracking) {}
