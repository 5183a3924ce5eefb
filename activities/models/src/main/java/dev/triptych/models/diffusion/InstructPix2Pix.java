package dev.triptych.models.diffusion;

import static dev.triptych.models.diffusion.DiffusionKernels.KERNELS;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.triptych.models.clip.TextEncoder;
import dev.triptych.models.torch.GradMode;
import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * Edits images by an instruction (Brooks et al. 2023) as the paper does in section 3.1: start from
 * the noised image, then DDIM with separate guidance of text and image.
 */
public final class InstructPix2Pix {
  private final UNet2DConditionModel unet;
  private final AutoencoderKL autoencoder;
  private final Supplier<TextEncoder> text;
  private final Ddim ddim;

  public InstructPix2Pix(
      UNet2DConditionModel unet, AutoencoderKL autoencoder, TextEncoder text, Ddim ddim) {
    this(unet, autoencoder, () -> text, ddim);
  }

  /**
   * @param text is asked for when an instruction is encoded
   */
  public InstructPix2Pix(
      UNet2DConditionModel unet, AutoencoderKL autoencoder, Supplier<TextEncoder> text, Ddim ddim) {
    this.unet = unet;
    this.autoencoder = autoencoder;
    this.text = text;
    this.ddim = ddim;
  }

  /**
   * The part of an edit that depends on the instruction alone; it is reused for every image.
   *
   * @param context keys and values of the instruction (entry 0) and of the negative prompt (1)
   */
  public record Instruction(PromptContext context) {}

  /**
   * What an edit gives: the image, and the latents at its start and end in the diffusion's scale.
   */
  public record Edited(NDArray image, NDArray start, NDArray latents) {}

  /**
   * Encodes an instruction.
   *
   * @param ids [1, tokens] int64; the result belongs to its manager
   * @param negativeIds of the prompt that both unguided branches get; of the empty text if there is
   *     no negative prompt
   */
  public Instruction instruction(NDArray ids, NDArray negativeIds) {
    try (GradMode off = GradMode.off();
        NDArray both = ids.concat(negativeIds);
        NDArray hidden = text.get().forward(both)) {
      return new Instruction(unet.promptContext(hidden));
    }
  }

  /**
   * Edits a batch of images with one instruction and one noise.
   *
   * @param images [n, 3, h, w] in [-1, 1]
   * @param noise [1, latents, h / reduction, w / reduction], the same for all views of a style, or
   *     [n, …]
   * @param afterStep told the number of finished steps; may throw to stop
   * @return images around [-1, 1], not clamped; owned by the images' manager
   */
  public Edited edit(
      NDArray images,
      NDArray noise,
      Instruction instruction,
      ImageEdit settings,
      IntConsumer afterStep) {
    NDManager owner = images.getManager();
    try (GradMode off = GradMode.off();
        NDManager scope = owner.newSubManager()) {
      NDArray encoded = encode(images);
      encoded.attach(scope);
      int[] timesteps = ddim.timesteps(settings);
      NDArray start = start(encoded, noise, settings, timesteps[0]);
      start.attach(owner);
      Denoiser denoiser = new Denoiser(encoded, instruction, settings, scope);
      NDArray latents = start;
      for (int i = 0; i < timesteps.length; i++) {
        int next = i + 1 < timesteps.length ? timesteps[i + 1] : -1;
        NDArray previous = latents;
        latents = denoiser.step(previous, timesteps[i], next);
        if (previous != start) {
          previous.close();
        }
        afterStep.accept(i + 1);
      }
      latents.attach(owner);
      NDArray image = decode(latents);
      return new Edited(image, start, latents);
    }
  }

  /** As the full {@link #edit}, for the image only. */
  public NDArray edit(NDArray images, NDArray noise, Instruction instruction, ImageEdit settings) {
    Edited edited = edit(images, noise, instruction, settings, step -> {});
    edited.start().close();
    edited.latents().close();
    return edited.image();
  }

  /** The posterior's mean: it does not depend on a draw, so all views are treated alike. */
  private NDArray encode(NDArray images) {
    AutoencoderKL.Posterior posterior = autoencoder.encode(images);
    posterior.logVariance().close();
    return posterior.mean();
  }

  /** n*, equation 1, in the diffusion's scale; or the noise itself. */
  private NDArray start(NDArray encoded, NDArray noise, ImageEdit settings, int timestep) {
    if (settings.start() == ImageEdit.Start.PLAIN_NOISE) {
      return KERNELS.call("spread", encoded, noise);
    }
    try (NDArray scaled = encoded.mul(autoencoder.config().scalingFactor())) {
      return ddim.addNoise(scaled, noise, timestep);
    }
  }

  private NDArray decode(NDArray latents) {
    try (NDArray unscaled = latents.div(autoencoder.config().scalingFactor())) {
      return autoencoder.decode(unscaled);
    }
  }

  /** One edit's denoising steps; everything but the next latents is freed after each. */
  private final class Denoiser {
    private final NDArray encoded;
    private final ImageEdit settings;
    private final NDManager scope;
    private final PromptContext context;
    private final int branches;

    Denoiser(NDArray encoded, Instruction instruction, ImageEdit settings, NDManager scope) {
      this.encoded = encoded;
      this.settings = settings;
      this.scope = scope;
      // With both weights 1 the three branches add up to the first.
      this.branches = settings.textGuidance() == 1 && settings.imageGuidance() == 1 ? 1 : 3;
      int images = (int) encoded.getShape().get(0);
      long[] prompts = new long[branches * images];
      Arrays.fill(prompts, images, prompts.length, 1); // the negative prompt from there on
      try (NDArray rows = scope.create(prompts)) {
        this.context = instruction.context().select(rows, scope);
      }
    }

    NDArray step(NDArray latents, int timestep, int next) {
      try (NDManager step = scope.newSubManager()) {
        NDArray input =
            branches == 3
                ? KERNELS.call("guidance_input", latents, encoded)
                : latents.concat(encoded, 1);
        input.attach(step);
        NDArray times = step.full(new Shape(input.getShape().get(0)), (float) timestep);
        NDArray epsilon = unet.forward(input, times, context);
        if (branches == 3) {
          epsilon =
              KERNELS.call("guide", epsilon, settings.textGuidance(), settings.imageGuidance());
        }
        NDArray result = ddim.step(latents, epsilon, timestep, next);
        result.attach(scope);
        return result;
      }
    }
  }
}
