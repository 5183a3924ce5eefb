package dev.triptych.models.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.triptych.models.noise.CounterNoise;
import dev.triptych.models.torch.Autograd;
import dev.triptych.models.torch.GradMode;
import dev.triptych.models.torch.Torch;
import dev.triptych.models.weights.Model;
import java.util.List;
import org.junit.jupiter.api.Test;

class UNet2DConditionModelTest {
  private static final CounterNoise NOISE = new CounterNoise(5);

  private static NDArray gaussian(NDManager manager, int stream, long... shape) {
    Shape sizes = new Shape(shape);
    return manager.create(NOISE.gaussian(stream, (int) sizes.size()), sizes);
  }

  @Test
  void givesGradientsToEveryWeight() {
    try (NDManager manager = Torch.newManager()) {
      Model<UNet2DConditionModel> model = TinyDiffusion.unet(manager);
      model.state().requireGradient(true);
      NDArray sample = gaussian(manager, 0, 2, 8, 4, 4);
      NDArray text = gaussian(manager, 1, 2, 3, 12);
      NDArray times = manager.create(new float[] {3, 800});
      Autograd.backward(
          () -> {
            PromptContext context = model.network().promptContext(text);
            return model.network().forward(sample, times, context).square().mean();
          });
      model
          .state()
          .tensors()
          .forEach(
              (name, tensor) ->
                  assertThat(Autograd.gradient(tensor, manager).abs().max().getFloat())
                      .as(name)
                      .isPositive());
    }
  }

  @Test
  void treatsEachBatchEntryByItself() {
    try (NDManager manager = Torch.newManager();
        GradMode off = GradMode.off()) {
      UNet2DConditionModel unet = TinyDiffusion.unet(manager).network();
      NDArray sample = gaussian(manager, 0, 2, 8, 4, 4);
      NDArray text = gaussian(manager, 1, 2, 3, 12);
      PromptContext both = unet.promptContext(text);
      NDArray together = unet.forward(sample, manager.create(new float[] {3, 800}), both);
      PromptContext second = both.select(manager.create(new long[] {1}), manager);
      NDArray alone = unet.forward(sample.get("1:2"), manager.create(new float[] {800}), second);
      assertThat(together.get("1:2").sub(alone).abs().max().getFloat()).isLessThan(1e-5f);
      assertThat(together.get("0:1").sub(alone).abs().max().getFloat()).isGreaterThan(1e-2f);
    }
  }

  @Test
  void leavesOnlyItsResultBehind() {
    try (NDManager manager = Torch.newManager();
        GradMode off = GradMode.off()) {
      UNet2DConditionModel unet = TinyDiffusion.unet(manager).network();
      try (NDManager scope = manager.newSubManager()) {
        NDArray sample = gaussian(scope, 0, 1, 8, 4, 4);
        NDArray times = scope.create(new float[] {3});
        PromptContext context = unet.promptContext(gaussian(scope, 1, 1, 3, 12));
        int all = manager.getManagedArrays().size();
        int before = scope.getManagedArrays().size();
        unet.forward(sample, times, context);
        assertThat(scope.getManagedArrays().size()).isEqualTo(before + 1);
        assertThat(manager.getManagedArrays().size()).isEqualTo(all + 1);
      }
    }
  }

  @Test
  void readsDiffusersConfigurations() throws Exception {
    UNet2DConditionModel.Config config =
        new JsonMapper()
            .readValue(
                """
                {"_class_name": "UNet2DConditionModel", "in_channels": 8, "attention_head_dim": 8,
                 "cross_attention_dim": 768, "sample_size": 64}
                """,
                UNet2DConditionModel.Config.class);
    assertThat(config).isEqualTo(UNet2DConditionModel.Config.instructPix2Pix());
    JsonMapper mapper = new JsonMapper();
    assertThat(
            mapper.readValue(
                mapper.writeValueAsString(TinyDiffusion.UNET), UNet2DConditionModel.Config.class))
        .isEqualTo(TinyDiffusion.UNET);
  }

  @Test
  void namesWhatDoesNotFit() {
    assertThatThrownBy(
            () ->
                new UNet2DConditionModel.Config(
                    8, 4, List.of(8, 16), 1, List.of("DownBlock2D"), List.of(4), 8, 4, "default"))
        .hasMessageContaining("2 levels");
    assertThatThrownBy(
            () ->
                new UNet2DConditionModel.Config(
                    8, 4, List.of(8), 1, List.of("AttnDownBlock2D"), List.of(4), 8, 4, "default"))
        .hasMessageContaining("AttnDownBlock2D");
  }

  @Test
  void saysWhichLayerTakesWhatWhenAnInputDoesNotFit() {
    try (NDManager manager = Torch.newManager();
        GradMode off = GradMode.off()) {
      UNet2DConditionModel unet = TinyDiffusion.unet(manager).network();
      PromptContext context = unet.promptContext(gaussian(manager, 1, 1, 3, 12));
      NDArray times = manager.create(new float[] {3});
      assertThatThrownBy(() -> unet.forward(gaussian(manager, 0, 1, 4, 4, 4), times, context))
          .hasMessage("conv_in: takes [n, 8, 2h, 2w] float32, but is given [1, 4, 4, 4] float32");
      assertThatThrownBy(() -> unet.forward(gaussian(manager, 0, 1, 8, 4, 5), times, context))
          .hasMessageEndingWith("but is given [1, 8, 4, 5] float32");
      NDArray whole = manager.create(new long[] {3});
      assertThatThrownBy(() -> unet.forward(gaussian(manager, 0, 1, 8, 4, 4), whole, context))
          .hasMessage("time_embedding: takes timesteps [n] float32, but is given [1] int64");
      assertThatThrownBy(() -> unet.promptContext(gaussian(manager, 1, 1, 3, 8)))
          .hasMessage(
              "down_blocks.0.attentions.0.transformer_blocks.0.attn2:"
                  + " takes text [n, tokens, 12] float32, but is given [1, 3, 8] float32");
    }
  }
}
