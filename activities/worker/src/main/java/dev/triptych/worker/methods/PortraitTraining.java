package dev.triptych.worker.methods;

import ai.djl.ndarray.NDManager;
import dev.triptych.models.i2t.FineTuning;
import dev.triptych.models.images.Image;
import dev.triptych.models.priors.Networks;
import dev.triptych.models.training.Training;
import java.nio.file.Path;
import java.util.List;

/**
 * What a method trains with.
 *
 * @param views the few-shot dataset D_s
 * @param frontal I_f, the edited frontal view
 * @param seed of the sampling of views and points
 * @param folder of checkpoints: the training goes on from the newest there
 * @param observer is told of each step and each checkpoint
 * @param manager owns what lasts for the whole training
 */
public record PortraitTraining(
    Networks networks,
    FineTuning.Objective objective,
    List<FineTuning.View> views,
    Image frontal,
    Training.Plan plan,
    long seed,
    Path folder,
    Training.Observer observer,
    NDManager manager) {
  public PortraitTraining {
    views = List.copyOf(views);
  }
}
