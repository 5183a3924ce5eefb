package dev.triptych.models.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.triptych.models.torch.Torch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DdimTest {
  private final Ddim ddim = new Ddim(Ddim.Config.stableDiffusion());

  @Test
  void keepsTheSignalThatStableDiffusionKeeps() {
    assertThat(ddim.alphaBar(0)).isCloseTo(.99914998f, within(1e-7f));
    assertThat(ddim.alphaBar(851)).isCloseTo(.02307697f, within(1e-7f));
    assertThat(ddim.alphaBar(901)).isCloseTo(.01400489f, within(1e-7f));
    assertThat(ddim.alphaBar(951)).isCloseTo(.00815500f, within(1e-7f));
    assertThat(ddim.alphaBar(999)).isCloseTo(.00466010f, within(1e-7f));
  }

  @Test
  void visitsLeadingTimesteps() {
    int[] expected = IntStream.range(0, 20).map(i -> 951 - 50 * i).toArray();
    assertThat(ddim.timesteps(20)).containsExactly(expected);
    assertThat(ddim.timesteps(ImageEdit.paper().withStart(ImageEdit.Start.PLAIN_NOISE)))
        .containsExactly(expected);
  }

  @Test
  void startsAtTauOfTheStepsFromAnImage() {
    assertThat(ddim.timesteps(ImageEdit.paper())).hasSize(18).startsWith(851, 801).endsWith(51, 1);
  }

  @Test
  void takesAtLeastOneStepHoweverSmallTauIs() {
    ImageEdit slight = new ImageEdit(20, ImageEdit.Start.IMAGE_TO_IMAGE, 0.01, 2, 1.5);
    assertThat(ddim.timesteps(slight)).containsExactly(1);
  }

  @Test
  void spreadsAllStepsBelowTheLevelTau() {
    ImageEdit edit = ImageEdit.paper().withStart(ImageEdit.Start.LEVEL_ALL_STEPS);
    assertThat(ddim.timesteps(edit)).hasSize(20).startsWith(856, 811).endsWith(46, 1);
  }

  @Test
  void neverLeavesTheScheduleEvenWithEveryTimestep() {
    assertThat(ddim.timesteps(1000)).hasSize(1000).startsWith(999, 999, 998).endsWith(2, 1);
  }

  @Test
  void recoversTheLatentsWhenTheNoiseIsKnown() {
    try (NDManager manager = Torch.newManager()) {
      NDArray latents = manager.create(new float[] {1, -2, 3, .5f}, new Shape(1, 1, 2, 2));
      NDArray noise = manager.create(new float[] {.3f, .1f, -1, 2}, new Shape(1, 1, 2, 2));
      NDArray noisy = ddim.addNoise(latents, noise, 851);
      NDArray expected = ddim.addNoise(latents, noise, 801);
      assertThat(ddim.step(noisy, noise, 851, 801).sub(expected).abs().max().getFloat())
          .isLessThan(1e-5f);
    }
  }

  @Test
  void endsAtTheFirstTimestepsNoiseOrWithoutAny() {
    try (NDManager manager = Torch.newManager()) {
      NDArray latents = manager.ones(new Shape(1, 1, 1, 1));
      NDArray noise = manager.ones(new Shape(1, 1, 1, 1));
      NDArray noisy = ddim.addNoise(latents, noise, 1);
      double alpha = ddim.alphaBar(0);
      assertThat(ddim.step(noisy, noise, 1, -1).getFloat())
          .isCloseTo((float) (Math.sqrt(alpha) + Math.sqrt(1 - alpha)), within(1e-5f));
      Ddim clean = new Ddim(new Ddim.Config(1000, 0.00085, 0.012, 1, true, false, 1.0));
      assertThat(clean.step(noisy, noise, 1, -1).getFloat()).isCloseTo(1, within(1e-5f));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 4, 0.5})
  void clampsThePredictedLatents(double range) {
    try (NDManager manager = Torch.newManager()) {
      NDArray noisy = manager.full(new Shape(1, 1, 1, 1), 9f);
      NDArray epsilon = manager.zeros(new Shape(1, 1, 1, 1));
      double alpha = ddim.alphaBar(1);
      double residue = (9 - range * Math.sqrt(alpha)) / Math.sqrt(1 - alpha);
      double end = ddim.alphaBar(0);
      Ddim clipping = new Ddim(Ddim.Config.stableDiffusion().withClipSample(range));
      assertThat(clipping.step(noisy, epsilon, 1, -1).getFloat())
          .isCloseTo(
              (float) (range * Math.sqrt(end) + residue * Math.sqrt(1 - end)), within(2e-3f));
      assertThat(ddim.step(noisy, epsilon, 1, -1).getFloat())
          .isCloseTo((float) (9 * Math.sqrt(end / alpha)), within(1e-3f));
    }
  }

  @Test
  void mixesEachEntryAtItsOwnTimestep() {
    try (NDManager manager = Torch.newManager()) {
      NDArray latents = manager.ones(new Shape(2, 1, 1, 1));
      NDArray noise = manager.zeros(new Shape(1, 1, 1, 1));
      assertThat(ddim.addNoise(latents, noise, 0, 999).toFloatArray())
          .containsExactly(
              (float) Math.sqrt(ddim.alphaBar(0)), (float) Math.sqrt(ddim.alphaBar(999)));
    }
  }

  @Test
  void takesStableDiffusionsValuesForWhatAFileLeavesOut() throws Exception {
    Ddim.Config config =
        new JsonMapper().readValue("{\"beta_schedule\": \"scaled_linear\"}", Ddim.Config.class);
    assertThat(config).isEqualTo(Ddim.Config.stableDiffusion());
  }

  @ParameterizedTest
  @CsvSource({
    "'{}', false, 1",
    "'{\"clip_sample\": true}', true, 1",
    "'{\"clip_sample\": true, \"clip_sample_range\": 2.5}', true, 2.5",
    "'{\"clip_sample\": false, \"clip_sample_range\": 3}', false, 3"
  })
  void readsWhetherAndWhereToClamp(String json, boolean clips, double range) throws Exception {
    Ddim.Config config = new JsonMapper().readValue(json, Ddim.Config.class);
    assertThat(config.clipSample()).isEqualTo(clips);
    assertThat(config.clipSampleRange()).isEqualTo(range);
    assertThat(config.limit()).isEqualTo(clips ? range : 0);
  }

  @Test
  void writesTheClampAsDiffusersNamesIt() {
    JsonNode json = new JsonMapper().valueToTree(Ddim.Config.stableDiffusion().withClipSample(4));
    assertThat(json.toString())
        .endsWith("\"set_alpha_to_one\":false,\"clip_sample\":true,\"clip_sample_range\":4.0}");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN})
  void refusesARangeThatHoldsNothing(double range) {
    assertThatThrownBy(() -> Ddim.Config.stableDiffusion().withClipSample(range))
        .hasMessageContaining("clip_sample_range");
  }

  @Test
  void refusesMoreStepsThanTheScheduleHas() {
    assertThatThrownBy(() -> ddim.timesteps(1001)).hasMessageContaining("1001");
    assertThatThrownBy(() -> new ImageEdit(20, ImageEdit.Start.IMAGE_TO_IMAGE, 0, 1, 1))
        .hasMessageContaining("tau");
  }
}
