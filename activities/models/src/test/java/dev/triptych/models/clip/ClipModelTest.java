package dev.triptych.models.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.triptych.models.noise.CounterNoise;
import dev.triptych.models.torch.Autograd;
import dev.triptych.models.torch.GradMode;
import dev.triptych.models.torch.Torch;
import dev.triptych.models.weights.Model;
import dev.triptych.models.weights.Weights;
import org.junit.jupiter.api.Test;

class ClipModelTest {
  private static final ClipModel.Config CONFIG =
      new ClipModel.Config(
          new TextEncoder.Config(10, 12, 24, 2, 2, 6, "quick_gelu", 9),
          new VisionEncoder.Config(16, 32, 2, 2, 8, 4, "gelu"),
          6);

  private static Model<ClipModel> model(NDManager manager) {
    return Weights.random(1, manager, weights -> new ClipModel(weights, CONFIG));
  }

  private static NDArray pixels(NDManager manager) {
    return manager.create(new CounterNoise(3).gaussian(0, 2 * 192), new Shape(2, 3, 8, 8));
  }

  private static NDArray ids(NDManager manager, long... ids) {
    return manager.create(ids, new Shape(1, ids.length));
  }

  @Test
  void givesUnitVectors() {
    try (NDManager manager = Torch.newManager();
        GradMode off = GradMode.off()) {
      ClipModel clip = model(manager).network();
      NDArray texts = clip.embedTexts(ids(manager, 8, 1, 2, 9));
      assertThat(texts.square().sum().getFloat()).isCloseTo(1, within(1e-5f));
      NDArray images = clip.embedImages(pixels(manager));
      assertThat(images.square().sum().getFloat()).isCloseTo(2, within(1e-5f));
    }
  }

  @Test
  void readsATextUpToItsFirstEndToken() {
    try (NDManager manager = Torch.newManager();
        GradMode off = GradMode.off()) {
      ClipModel clip = model(manager).network();
      float[] text = clip.embedTexts(ids(manager, 8, 1, 2, 9, 9, 9)).toFloatArray();
      assertThat(clip.embedTexts(ids(manager, 8, 1, 2, 9, 4, 5)).toFloatArray())
          .containsExactly(text, within(1e-6f));
      assertThat(clip.embedTexts(ids(manager, 8, 1, 3, 9, 9, 9)).toFloatArray()).isNotEqualTo(text);
    }
  }

  @Test
  void refusesATextThatIsTooLong() {
    try (NDManager manager = Torch.newManager()) {
      ClipModel clip = model(manager).network();
      assertThatThrownBy(() -> clip.embedTexts(ids(manager, 8, 1, 2, 3, 4, 5, 9)))
          .hasMessageContaining("7 tokens");
    }
  }

  @Test
  void givesGradientsToEveryWeight() {
    try (NDManager manager = Torch.newManager()) {
      Model<ClipModel> model = model(manager);
      ClipModel clip = model.network();
      model.state().requireGradient(true);
      NDArray pixels = pixels(manager);
      NDArray ids = manager.create(new long[] {8, 1, 9, 8, 2, 9}, new Shape(2, 3));
      NDArray target = manager.create(new float[] {1, -1, 0.5f, 2}, new Shape(2, 2));
      Autograd.backward(
          () ->
              clip.embedImages(pixels)
                  .matMul(clip.embedTexts(ids).transpose())
                  .mul(clip.logitScale().exp())
                  .mul(target)
                  .sum());
      model
          .state()
          .tensors()
          .forEach(
              (name, tensor) -> {
                // A shift of all keys does not change which of them a query prefers.
                if (!name.endsWith("k_proj.bias")) {
                  assertThat(Autograd.gradient(tensor, manager).abs().max().getFloat())
                      .as(name)
                      .isPositive();
                }
              });
    }
  }

  @Test
  void leavesOnlyItsResultsBehind() {
    try (NDManager manager = Torch.newManager();
        GradMode off = GradMode.off()) {
      ClipModel clip = model(manager).network();
      try (NDManager scope = manager.newSubManager()) {
        NDArray pixels = pixels(scope);
        NDArray ids = ids(scope, 8, 1, 9);
        int all = manager.getManagedArrays().size();
        clip.embedImages(pixels);
        clip.embedTexts(ids);
        assertThat(scope.getManagedArrays().size()).isEqualTo(4);
        assertThat(manager.getManagedArrays().size()).isEqualTo(all + 2);
      }
    }
  }

  @Test
  void takesTheVocabularysLastIdForTheEndWhereOldConfigsSayTwo() throws Exception {
    TextEncoder.Config config =
        new JsonMapper()
            .readValue("{\"vocab_size\": 49408, \"eos_token_id\": 2}", TextEncoder.Config.class);
    assertThat(config.eosTokenId()).isEqualTo(49407);
  }

  @Test
  void saysWhichTowerTakesWhatWhenAnInputDoesNotFit() {
    try (NDManager manager = Torch.newManager();
        GradMode off = GradMode.off()) {
      ClipModel clip = model(manager).network();
      assertThatThrownBy(() -> clip.embedImages(manager.zeros(new Shape(1, 3, 16, 16))))
          .hasMessage(
              "vision_model: takes [n, 3, 8, 8] float32, but is given [1, 3, 16, 16] float32");
      assertThatThrownBy(() -> clip.embedTexts(manager.zeros(new Shape(1, 4))))
          .hasMessage("text_model: takes [n, tokens] int64, but is given [1, 4] float32");
      assertThatThrownBy(() -> clip.embedTexts(manager.create(new long[] {8, 1, 9})))
          .hasMessageEndingWith("but is given [3] int64");
    }
  }
}
