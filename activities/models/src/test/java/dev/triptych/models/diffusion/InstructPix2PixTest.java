package dev.triptych.models.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.triptych.models.noise.CounterNoise;
import dev.triptych.models.torch.Torch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InstructPix2PixTest {
  private static final ImageEdit EDIT =
      new ImageEdit(4, ImageEdit.Start.IMAGE_TO_IMAGE, 0.9, 3, 1.5);

  private NDManager manager;
  private InstructPix2Pix pipeline;
  private InstructPix2Pix.Instruction instruction;
  private NDArray noise;

  @BeforeEach
  void build() {
    manager = Torch.newManager();
    pipeline = TinyDiffusion.pipeline(manager);
    instruction = instruction(new long[] {18, 3, 7, 19, 19, 19});
    noise = gaussian(0, 1, 4, 4, 4);
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private InstructPix2Pix.Instruction instruction(long[] ids) {
    return pipeline.instruction(
        manager.create(ids, new Shape(1, 6)),
        manager.create(new long[] {18, 11, 19, 19, 19, 19}, new Shape(1, 6)));
  }

  private NDArray gaussian(int stream, long... shape) {
    Shape sizes = new Shape(shape);
    return manager.create(new CounterNoise(9).gaussian(stream, (int) sizes.size()), sizes);
  }

  private static float difference(NDArray a, NDArray b) {
    return a.sub(b).abs().max().getFloat();
  }

  @Test
  void editsEachImageOfABatchAsIfItWereAlone() {
    NDArray images = gaussian(1, 3, 3, 16, 16);
    NDArray together = pipeline.edit(images, noise, instruction, EDIT);
    NDArray alone = pipeline.edit(images.get("2:3"), noise, instruction, EDIT);
    assertThat(difference(together.get("2:3"), alone)).isLessThan(1e-4f);
    assertThat(difference(together.get("0:1"), alone)).isGreaterThan(1e-2f);
  }

  @Test
  void followsThePromptMoreTheLargerItsGuidance() {
    NDArray image = gaussian(1, 1, 3, 16, 16);
    InstructPix2Pix.Instruction other = instruction(new long[] {18, 5, 2, 8, 19, 19});
    float weak = distance(image, other, 1);
    float strong = distance(image, other, 6);
    assertThat(strong).isGreaterThan(2 * weak).isPositive();
  }

  private float distance(NDArray image, InstructPix2Pix.Instruction other, double textGuidance) {
    ImageEdit edit = new ImageEdit(1, ImageEdit.Start.PLAIN_NOISE, 1, textGuidance, 1.5);
    NDArray here = pipeline.edit(image, noise, instruction, edit, step -> {}).latents();
    NDArray there = pipeline.edit(image, noise, other, edit, step -> {}).latents();
    return difference(here, there);
  }

  @Test
  void weighsTextAndImageInTheOrderOfTheThreeBranches() {
    // epsilon of: text and image, image alone, neither
    NDArray epsilon = manager.create(new float[] {7, 4, 2}, new Shape(3, 1, 1, 1));
    NDArray guided = DiffusionKernels.KERNELS.call("guide", epsilon, 10.0, 1.5);
    assertThat(guided.toFloatArray()).containsExactly(2 + 10 * (7 - 4) + 1.5f * (4 - 2));
    NDArray input =
        DiffusionKernels.KERNELS.call(
            "guidance_input",
            manager.create(new float[] {5, 6}, new Shape(2, 1, 1, 1)),
            manager.create(new float[] {8, 9}, new Shape(2, 1, 1, 1)));
    assertThat(input.toFloatArray()).containsExactly(5, 8, 6, 9, 5, 8, 6, 9, 5, 0, 6, 0);
  }

  @Test
  void doesInOneBranchWhatUnitGuidanceWouldDoInThree() {
    NDArray image = gaussian(1, 1, 3, 16, 16);
    ImageEdit one = new ImageEdit(3, ImageEdit.Start.PLAIN_NOISE, 1, 1, 1);
    ImageEdit three = new ImageEdit(3, ImageEdit.Start.PLAIN_NOISE, 1, 1 + 1e-7, 1);
    assertThat(
            difference(
                pipeline.edit(image, noise, instruction, one),
                pipeline.edit(image, noise, instruction, three)))
        .isLessThan(1e-3f);
  }

  @Test
  void startsFromTheNoiseAloneWhenNotOptimised() {
    NDArray images = gaussian(1, 2, 3, 16, 16);
    ImageEdit plain = EDIT.withStart(ImageEdit.Start.PLAIN_NOISE);
    NDArray start = pipeline.edit(images, noise, instruction, plain, step -> {}).start();
    assertThat(difference(start, noise)).isZero();
    NDArray optimised = pipeline.edit(images, noise, instruction, EDIT, step -> {}).start();
    assertThat(difference(optimised, noise)).isGreaterThan(1e-2f);
  }

  @Test
  void leavesNothingBehindOverManyEdits() {
    NDArray image = gaussian(1, 1, 3, 16, 16);
    pipeline.edit(image, noise, instruction, EDIT).close();
    int before = manager.getManagedArrays().size();
    for (int i = 0; i < 20; i++) {
      pipeline.edit(image, noise, instruction, EDIT).close();
    }
    assertThat(manager.getManagedArrays().size()).isEqualTo(before);
  }

  @Test
  void tellsOfEachStepAndCanBeStopped() {
    NDArray image = gaussian(1, 1, 3, 16, 16);
    List<Integer> steps = new ArrayList<>();
    assertThatThrownBy(
            () ->
                pipeline.edit(
                    image,
                    noise,
                    instruction,
                    EDIT,
                    step -> {
                      steps.add(step);
                      if (step == 2) {
                        throw new IllegalStateException("stopped");
                      }
                    }))
        .hasMessage("stopped");
    assertThat(steps).containsExactly(1, 2);
  }
}
