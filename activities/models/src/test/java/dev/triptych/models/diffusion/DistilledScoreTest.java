package dev.triptych.models.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.triptych.models.noise.CounterNoise;
import dev.triptych.models.torch.Autograd;
import dev.triptych.models.torch.GradMode;
import dev.triptych.models.torch.Torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DistilledScoreTest {
  private static final int TIME = 400;
  private NDManager manager;

  @BeforeEach
  void open() {
    manager = Torch.newManager();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  /** Poole et al. 2022, equation 3, with the encoder in place of the rendering's last step. */
  @Test
  void pullsImagesAlongTheWeighedDifferenceOfNoises() {
    InstructPix2Pix.Instruction instruction = instruction();
    NDArray images = gaussian("images", 1, 3, 16, 16);
    NDArray noise = gaussian("noise", 1, 4, 4, 4);
    NDArray draw = gaussian("draw", 1, 4, 4, 4);
    images.setRequiresGradient(true);
    NDArray loss =
        Autograd.backward(
            () -> TinyDiffusion.score(manager).loss(images, instruction, TIME, noise, draw, 7));
    NDArray gradient = Autograd.gradient(images, manager);

    AutoencoderKL autoencoder = TinyDiffusion.autoencoder(manager).network();
    Ddim ddim = new Ddim(Ddim.Config.stableDiffusion());
    double scaling = autoencoder.config().scalingFactor();
    NDArray pull;
    try (GradMode off = GradMode.off()) {
      NDArray latents = autoencoder.encode(images).sample(draw).mul(scaling);
      NDArray noisy = ddim.addNoise(latents, noise, TIME);
      NDArray input = noisy.concat(noisy.zerosLike(), 1);
      NDArray time = manager.full(new Shape(1), (float) TIME);
      UNet2DConditionModel unet = TinyDiffusion.unet(manager).network();
      NDArray with = unet.forward(input, time, context(instruction, 0));
      NDArray without = unet.forward(input, time, context(instruction, 1));
      NDArray seen = without.add(with.sub(without).mul(7));
      pull = seen.sub(noise).mul(1 - ddim.alphaBar(TIME));
    }
    NDArray same = images.duplicate();
    same.setRequiresGradient(true);
    Autograd.backward(() -> autoencoder.encode(same).sample(draw).mul(scaling).mul(pull).sum());
    NDArray expected = Autograd.gradient(same, manager);

    assertThat(expected.norm().getFloat()).isGreaterThan(1e-3f);
    assertThat(gradient.sub(expected).norm().getFloat())
        .isLessThan(1e-3f * expected.norm().getFloat());
    assertThat(loss.getFloat())
        .isCloseTo(pull.square().sum().getFloat() / 2, within(1e-3f * loss.getFloat()));
  }

  private InstructPix2Pix.Instruction instruction() {
    NDArray text = manager.create(new long[] {18, 1, 2, 19, 19, 19}, new Shape(1, 6));
    NDArray none = manager.create(new long[] {18, 19, 19, 19, 19, 19}, new Shape(1, 6));
    return TinyDiffusion.pipeline(manager).instruction(text, none);
  }

  private PromptContext context(InstructPix2Pix.Instruction instruction, long row) {
    return instruction.context().select(manager.create(new long[] {row}), manager);
  }

  private NDArray gaussian(String name, long... shape) {
    Shape size = new Shape(shape);
    return manager.create(new CounterNoise(3).at(name).gaussian(0, (int) size.size()), size);
  }
}
