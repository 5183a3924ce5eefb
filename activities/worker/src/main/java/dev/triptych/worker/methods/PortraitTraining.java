package dev.triptych.worker.methods;

import ai.djl.ndarray.NDManager;
import dev.triptych.models.i2t.FineTuning;
import dev.triptych.models.priors.Networks;
import dev.triptych.models.training.Training;
import dev.triptych.models.weights.TensorSource;
import dev.triptych.workflows.portrait.FineTuneRequest;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a method trains with.
 *
 * @param data what is learned
 * @param request what was asked for, with what a method of its own has set
 * @param pretrained what the request names; null if it names nothing
 * @param folder of checkpoints: the training goes on from the newest there
 * @param observer is told of each step and each checkpoint
 * @param manager owns what lasts for the whole training
 */
public record PortraitTraining(
    Networks networks,
    FineTuning.Objective objective,
    TrainingData data,
    Training.Plan plan,
    FineTuneRequest request,
    @Nullable TensorSource pretrained,
    Path folder,
    Training.Observer observer,
    NDManager manager) {}
