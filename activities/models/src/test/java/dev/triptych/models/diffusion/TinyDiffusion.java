package dev.triptych.models.diffusion;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.triptych.models.clip.TextEncoder;
import dev.triptych.models.noise.CounterNoise;
import dev.triptych.models.torch.Precision;
import dev.triptych.models.weights.Init;
import dev.triptych.models.weights.Model;
import dev.triptych.models.weights.Weights;
import java.util.List;

/** Networks small enough for tests; no weight is zero, so that every path shows in the output. */
public final class TinyDiffusion {
  public static final UNet2DConditionModel.Config UNET =
      new UNet2DConditionModel.Config(
          8,
          4,
          List.of(8, 16),
          1,
          List.of("CrossAttnDownBlock2D", "CrossAttnDownBlock2D"),
          List.of(1, 2),
          12,
          4,
          "scale_shift");
  public static final AutoencoderKL.Config AUTOENCODER =
      new AutoencoderKL.Config(3, 3, List.of(8, 16), 1, 4, 4, 0.5, true, 2);
  public static final TextEncoder.Config TEXT =
      new TextEncoder.Config(20, 12, 24, 1, 2, 6, "quick_gelu", 19);

  private static final CounterNoise NOISE = new CounterNoise(11);

  private TinyDiffusion() {}

  public static Model<UNet2DConditionModel> unet(NDManager manager) {
    return Weights.generate(
        TinyDiffusion::values, manager, weights -> new UNet2DConditionModel(weights, UNET));
  }

  public static Model<AutoencoderKL> autoencoder(NDManager manager) {
    return Weights.generate(
        TinyDiffusion::values, manager, weights -> new AutoencoderKL(weights, AUTOENCODER));
  }

  public static Model<TextEncoder> text(NDManager manager) {
    return Weights.generate(
        TinyDiffusion::values, manager, weights -> new TextEncoder(weights, TEXT));
  }

  public static InstructPix2Pix pipeline(NDManager manager) {
    return new InstructPix2Pix(
        unet(manager).network(),
        autoencoder(manager).network(),
        text(manager).network(),
        new Ddim(Ddim.Config.stableDiffusion()));
  }

  /** The score of the same networks. */
  public static DistilledScore score(NDManager manager) {
    return new DistilledScore(
        unet(manager).network(),
        autoencoder(manager).network(),
        new Ddim(Ddim.Config.stableDiffusion()));
  }

  /** As {@link #pipeline(NDManager)}, of frozen networks. */
  public static InstructPix2Pix pipeline(NDManager manager, Precision precision) {
    Weights.Generator values = TinyDiffusion::values;
    return new InstructPix2Pix(
        Weights.generate(values, manager, w -> new UNet2DConditionModel(w.frozen(precision), UNET))
            .network(),
        Weights.generate(values, manager, w -> new AutoencoderKL(w.frozen(precision), AUTOENCODER))
            .network(),
        Weights.generate(values, manager, w -> new TextEncoder(w.frozen(precision), TEXT))
            .network(),
        new Ddim(Ddim.Config.stableDiffusion()));
  }

  private static float[] values(String name, Shape shape, Init init) {
    Init filled = init.equals(Init.zeros()) ? new Init.Normal(0.1) : init;
    return filled.values(NOISE.at(name), (int) shape.size());
  }
}
