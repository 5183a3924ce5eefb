package dev.triptych.worker.methods;

import ai.djl.ndarray.NDManager;
import dev.triptych.models.i2t.FineTuning;
import dev.triptych.models.priors.Networks;
import dev.triptych.models.training.Training;
import java.nio.file.Path;

/**
 * What a method trains with.
 *
 * @param data what is learned
 * @param seed of the sampling of views and points
 * @param folder of checkpoints: the training goes on from the newest there
 * @param observer is told of each step and each checkpoint
 * @param manager owns what lasts for the whole training
 */
public record PortraitTraining(
    Networks networks,
    FineTuning.Objective objective,
    TrainingData data,
    Training.Plan plan,
    long seed,
    Path folder,
    Training.Observer observer,
    NDManager manager) {}
