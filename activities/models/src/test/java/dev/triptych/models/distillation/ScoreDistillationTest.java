package dev.triptych.models.distillation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.triptych.models.diffusion.DistilledScore;
import dev.triptych.models.diffusion.InstructPix2Pix;
import dev.triptych.models.diffusion.TinyDiffusion;
import dev.triptych.models.eg3d.Camera;
import dev.triptych.models.eg3d.Eg3dGenerator;
import dev.triptych.models.eg3d.Sampling;
import dev.triptych.models.eg3d.Tiny;
import dev.triptych.models.noise.CounterNoise;
import dev.triptych.models.torch.Autograd;
import dev.triptych.models.torch.Torch;
import dev.triptych.models.training.Adam;
import dev.triptych.models.training.Schedule;
import dev.triptych.models.training.Training;
import dev.triptych.models.weights.Model;
import dev.triptych.models.weights.Weights;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoreDistillationTest {
  private static final long SEED = 3;
  private static final int TIME = 500;
  private static final double RATE = .01;

  /** The chain rule in two halves gives what one graph through everything gives. */
  @Test
  void goesAgainstTheGradientOfTheScoreThroughTheRendering(@TempDir Path folder) {
    try (NDManager manager = Torch.newManager()) {
      Eg3dGenerator gan = Tiny.random(Tiny.CONFIG, manager).network();
      NDArray style = gan.renderStyle(gan.spread(gan.averageStyle(manager), 1));
      DistilledScore score = TinyDiffusion.score(manager);
      InstructPix2Pix.Instruction instruction = instruction(manager);
      Model<FreeTriplane> field =
          Weights.random(
              SEED, manager, weights -> new FreeTriplane(weights, Tiny.CONFIG.backbone(), 2));
      NDArray planes = field.state().arrays().get(0);

      NDArray before = planes.duplicate();
      planes.setRequiresGradient(true);
      NDArray loss =
          Autograd.backward(() -> loss(gan, field.network(), style, score, instruction, manager));
      NDArray gradient = Autograd.gradient(planes, manager).duplicate();
      Autograd.clear(List.of(planes));

      float[] total =
          new ScoreDistillation(settings(), gan, score, instruction, SEED)
              .run(
                  field.network(),
                  field.state(),
                  style,
                  new Training.Plan(1, Adam.Config.of(RATE, 0, .99), Schedule.CONSTANT, 0, 10),
                  folder,
                  new Training.Observer() {},
                  manager)
              .get("total");

      assertThat(total[0]).isCloseTo(loss.getFloat(), within(1e-3f * loss.getFloat()));
      float[] slope = gradient.toFloatArray();
      float[] step = planes.sub(before).toFloatArray();
      float largest = gradient.abs().max().getFloat();
      int seen = 0;
      for (int i = 0; i < slope.length; i++) {
        if (Math.abs(slope[i]) > 1e-3f * largest) { // Adam's first step is the gradient's sign
          assertThat(step[i]).isCloseTo((float) -RATE * Math.signum(slope[i]), within(1e-4f));
          seen++;
        }
      }
      assertThat(seen).isGreaterThan(slope.length / 10);
    }
  }

  private static ScoreDistillation.Settings settings() {
    double time = TIME / 1_000.0; // of as many as the schedule has
    return new ScoreDistillation.Settings(
        1, new ScoreDistillation.Looks(Tiny.RIG, 0, 0), 7, time, time);
  }

  private static NDArray loss(
      Eg3dGenerator gan,
      FreeTriplane field,
      NDArray style,
      DistilledScore score,
      InstructPix2Pix.Instruction instruction,
      NDManager manager) {
    CounterNoise noise = new CounterNoise(SEED).at("distillation");
    NDArray image =
        gan.render(
                field.planes(manager.create(new Shape(0))),
                Camera.labels(List.of(Tiny.RIG.at(0, 0)), manager),
                style,
                Sampling.jittered(noise.at("rays"), 0))
            .image();
    Shape shape = score.noiseShape(1, gan.config().imageSize());
    int size = (int) shape.size();
    return score.loss(
        image,
        instruction,
        TIME,
        manager.create(noise.at("noise").gaussian(0, size), shape),
        manager.create(noise.at("draw").gaussian(0, size), shape),
        7);
  }

  private static InstructPix2Pix.Instruction instruction(NDManager manager) {
    NDArray text = manager.create(new long[] {18, 1, 2, 19, 19, 19}, new Shape(1, 6));
    NDArray none = manager.create(new long[] {18, 19, 19, 19, 19, 19}, new Shape(1, 6));
    return TinyDiffusion.pipeline(manager).instruction(text, none);
  }
}
