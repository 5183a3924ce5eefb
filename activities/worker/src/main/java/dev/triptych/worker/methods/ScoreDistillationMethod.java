package dev.triptych.worker.methods;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.triptych.models.clip.Tokenizer;
import dev.triptych.models.diffusion.InstructPix2Pix;
import dev.triptych.models.distillation.FreeTriplane;
import dev.triptych.models.distillation.ScoreDistillation;
import dev.triptych.models.eg3d.Camera;
import dev.triptych.models.eg3d.Eg3dGenerator;
import dev.triptych.models.priors.EditorPrecision;
import dev.triptych.models.priors.Networks;
import dev.triptych.models.weights.Model;
import dev.triptych.models.weights.TensorSource;
import dev.triptych.models.weights.Weights;
import dev.triptych.worker.priors.ComputePrecision;
import dev.triptych.workflows.portrait.Distillation;
import dev.triptych.workflows.spec.AngleMode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The DreamFusion-style baseline: a free triplane, distilled from the editor's score of a text. */
final class ScoreDistillationMethod implements PortraitMethod {
  @Override
  public PortraitGenerator untrained(
      Networks networks,
      boolean spatial,
      @Nullable TensorSource pretrained,
      NDArray ws,
      long seed,
      NDManager manager) {
    Eg3dGenerator gan = networks.generator();
    Model<FreeTriplane> model = Weights.random(seed, manager, weights -> field(weights, networks));
    NDArray nobody = gan.spread(gan.averageStyle(manager), 1).duplicate(); // no identity is given
    return new PortraitGenerator(model.network(), model.state(), nobody, gan);
  }

  @Override
  public PortraitGenerator load(
      Networks networks, boolean spatial, TensorSource checkpoint, NDManager manager) {
    Model<FreeTriplane> model =
        Weights.load(
            checkpoint.below(PortraitGenerator.GENERATOR),
            manager,
            weights -> field(weights, networks));
    return new PortraitGenerator(
        model.network(),
        model.state(),
        checkpoint.read(PortraitGenerator.WS, manager),
        networks.generator());
  }

  private static FreeTriplane field(Weights weights, Networks networks) {
    return new FreeTriplane(
        weights,
        networks.generator().config().backbone(),
        networks.imageToTriplaneConfig().planeScale());
  }

  @Override
  public Map<String, float[]> train(PortraitGenerator generator, PortraitTraining training) {
    Networks networks = training.networks();
    Distillation asked = Objects.requireNonNull(training.request().distillation(), "no text");
    EditorPrecision precision = ComputePrecision.of(asked.precision());
    Tokenizer tokenizer = networks.tokenizer();
    InstructPix2Pix.Instruction instruction =
        networks
            .editor(precision)
            .instruction(
                tokenizer.encode(List.of(asked.prompt()), training.manager()),
                tokenizer.encode(List.of(asked.negativePrompt()), training.manager()));
    Camera.Rig rig =
        networks
            .generator()
            .config()
            .cameras()
            .with(
                asked.views().angles() == AngleMode.TRUE ? Camera.Angles.TRUE : Camera.Angles.EG3D);
    ScoreDistillation.Settings settings =
        new ScoreDistillation.Settings(
            training.request().training().batch(),
            new ScoreDistillation.Looks(rig, asked.views().pitchRange(), asked.views().yawRange()),
            asked.guidance(),
            asked.leastTime(),
            asked.mostTime());
    return new ScoreDistillation(
            settings,
            networks.generator(),
            networks.distilledScore(precision),
            instruction,
            training.request().seed())
        .run(
            generator.network(),
            generator.trained(),
            networks.generator().renderStyle(generator.ws()),
            training.plan(),
            training.folder(),
            training.observer(),
            training.manager());
  }
}
