package dev.triptych.models.diffusion;

import static dev.triptych.models.diffusion.DiffusionKernels.KERNELS;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.triptych.models.diffusion.InstructPix2Pix.Instruction;
import dev.triptych.models.torch.GradMode;
import java.util.Arrays;

/**
 * What the editor's diffusion network, shown no image to edit, finds wrong with images for a text:
 * score distillation (Poole et al. 2022, DreamFusion, equation 3), in latent space.
 */
public final class DistilledScore {
  private final UNet2DConditionModel unet;
  private final AutoencoderKL autoencoder;
  private final Ddim schedule;

  /**
   * @param unet frozen
   * @param autoencoder whose weights are neither packed nor trained, so that gradients pass it
   */
  public DistilledScore(UNet2DConditionModel unet, AutoencoderKL autoencoder, Ddim schedule) {
    this.unet = unet;
    this.autoencoder = autoencoder;
    this.schedule = schedule;
  }

  /** Number of the schedule's timesteps. */
  public int timesteps() {
    return schedule.config().numTrainTimesteps();
  }

  /** Shape of the noise for so many images of {@code size} pixels. */
  public Shape noiseShape(int images, int size) {
    AutoencoderKL.Config config = autoencoder.config();
    int side = size / config.reduction();
    return new Shape(images, config.latentChannels(), side, side);
  }

  /**
   * A scalar whose gradient with respect to the images is (1 − ᾱ_t)(ε̂ − ε), through the encoder;
   * it is half the gradient's square.
   *
   * @param images [n, 3, h, w] about [-1, 1]; the result belongs to their manager
   * @param timestep t
   * @param noise ε, of {@link #noiseShape}
   * @param draw Gaussians of the same shape, with which the latents are drawn
   * @param guidance of the text: ε̂ = ε_without + guidance · (ε_with − ε_without)
   */
  public NDArray loss(
      NDArray images,
      Instruction instruction,
      int timestep,
      NDArray noise,
      NDArray draw,
      double guidance) {
    NDManager scope = images.getManager();
    NDArray epsilon;
    try (GradMode off = GradMode.off()) { // before there is a graph that takes memory beside it
      NDArray noisy = schedule.addNoise(latents(images, draw), noise, timestep);
      NDArray input = KERNELS.call("unseen_input", noisy);
      int entries = (int) input.getShape().get(0);
      long[] prompts = new long[entries];
      Arrays.fill(prompts, entries / 2, entries, 1); // the negative prompt from there on
      NDArray times = scope.full(new Shape(entries), (float) timestep);
      epsilon =
          unet.forward(input, times, instruction.context().select(scope.create(prompts), scope));
    }
    double weight = 1 - schedule.alphaBar(timestep);
    return KERNELS.call("distilled", latents(images, draw), epsilon, noise, guidance, weight);
  }

  private NDArray latents(NDArray images, NDArray draw) {
    return autoencoder.encode(images).sample(draw).mul(autoencoder.config().scalingFactor());
  }
}
