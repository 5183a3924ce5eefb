package dev.triptych.worker.methods;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.triptych.models.eg3d.Eg3dGenerator;
import dev.triptych.models.inversion.Inverted;
import dev.triptych.models.inversion.PivotalTuning;
import dev.triptych.models.priors.Networks;
import dev.triptych.models.training.Training;
import dev.triptych.models.weights.Model;
import dev.triptych.models.weights.TensorSource;
import dev.triptych.workflows.portrait.FineTuneRequest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The baseline "3DGAN Inversion": the GAN itself is tuned around the inverted front. */
final class GanInversionMethod implements PortraitMethod {
  @Override
  public PortraitGenerator untrained(
      Networks networks,
      boolean spatial,
      @Nullable TensorSource pretrained,
      NDArray ws,
      long seed,
      NDManager manager) {
    if (pretrained == null) {
      throw new IllegalArgumentException("a GAN is tuned around what an inversion has found");
    }
    Model<Eg3dGenerator> gan = networks.ownGenerator(manager);
    Inverted found = Inverted.read(pretrained, manager);
    found.addNoiseTo(gan.state());
    return generator(gan, found.ws());
  }

  @Override
  public PortraitGenerator load(
      Networks networks, boolean spatial, TensorSource checkpoint, NDManager manager) {
    Model<Eg3dGenerator> gan =
        networks.generatorOf(checkpoint.below(PortraitGenerator.GENERATOR), manager);
    return generator(gan, checkpoint.read(PortraitGenerator.WS, manager));
  }

  private static PortraitGenerator generator(Model<Eg3dGenerator> gan, NDArray ws) {
    return new PortraitGenerator(
        new FixedTriplane(scope -> gan.network().planes(FixedTriplane.in(scope, ws))),
        gan.state(),
        ws,
        gan.network());
  }

  @Override
  public Map<String, float[]> train(PortraitGenerator generator, PortraitTraining training) {
    if (!(training.data() instanceof TrainingData.OneHead one)) {
      throw new IllegalArgumentException("one picture is inverted, not many");
    }
    FineTuneRequest request = training.request();
    FineTuneRequest.Pivot pivot = Objects.requireNonNull(request.pivot(), "no pivot");
    Training.Plan plan = training.plan().until(PivotalTuning.LPIPS, pivot.untilLpips());
    return new PivotalTuning(
            PivotalTuning.Part.ALL,
            new Model<>(generator.renderer(), generator.trained(), training.manager()),
            training.networks().lpips(),
            pivot.depthVariation())
        .run(
            Inverted.read(
                Objects.requireNonNull(training.pretrained(), "no inversion"), training.manager()),
            List.of(one.frontal()),
            plan,
            training.folder(),
            training.observer(),
            training.manager());
  }
}
