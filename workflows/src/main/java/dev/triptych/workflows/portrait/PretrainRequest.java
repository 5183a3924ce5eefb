package dev.triptych.workflows.portrait;

import dev.triptych.workflows.priors.PriorRef;
import dev.triptych.workflows.spec.TrainingSpec;
import dev.triptych.workflows.stage.Incidental;
import dev.triptych.workflows.stage.TrackingRun;

/**
 * Asks for an I2T network that copies the EG3D prior (equation 4); all cells of one shape share it.
 *
 * @param spatial whether w_s keeps its spatial dimension
 * @param truncationPsi ψ of the identities drawn from {@code seed}
 * @param tracking where the losses are shown while it trains
 */
public record PretrainRequest(
    PriorRef priors,
    boolean spatial,
    long seed,
    double truncationPsi,
    TrainingSpec training,
    @Incidental TrackingRun tracking) {}
