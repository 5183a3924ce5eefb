package dev.triptych.models.checkpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.triptych.models.clip.ClipModel;
import dev.triptych.models.clip.TextEncoder;
import dev.triptych.models.clip.VisionEncoder;
import dev.triptych.models.diffusion.AutoencoderKL;
import dev.triptych.models.diffusion.TinyDiffusion;
import dev.triptych.models.diffusion.UNet2DConditionModel;
import dev.triptych.models.lpips.Lpips;
import dev.triptych.models.torch.Torch;
import dev.triptych.models.weights.Model;
import dev.triptych.models.weights.TensorSource;
import dev.triptych.models.weights.Weights;
import dev.triptych.models.weights.WeightsException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForeignNamesTest {
  private final NDManager manager = Torch.newManager();
  private final Bag file = new Bag(new TreeMap<>());

  @AfterEach
  void close() {
    manager.close();
  }

  /** Tensors in memory. */
  private record Bag(Map<String, NDArray> tensors) implements TensorSource {
    @Override
    public String origin() {
      return "bag";
    }

    @Override
    public Set<String> names() {
      return tensors.keySet();
    }

    @Override
    public Shape shape(String name) {
      return tensors.containsKey(name) ? tensors.get(name).getShape() : null;
    }

    @Override
    public NDArray read(String name, NDManager manager) {
      NDArray copy = tensors.get(name).duplicate();
      copy.attach(manager);
      return copy;
    }
  }

  private void put(String name, long... shape) {
    file.tensors().put(name, manager.ones(new Shape(shape)));
  }

  private void assertSame(TensorSource source, Model<?> model) {
    assertThat(source.names()).containsExactlyInAnyOrderElementsOf(model.state().names());
    model
        .state()
        .tensors()
        .forEach(
            (name, tensor) -> {
              assertThat(source.shape(name)).as(name).isEqualTo(tensor.getShape());
              assertThat(CheckpointsTest.values(source, name))
                  .as(name)
                  .containsExactly(tensor.toFloatArray());
            });
  }

  @ParameterizedTest
  @CsvSource({
    "time_embed.2.bias, time_embedding.linear_2.bias",
    "input_blocks.0.0.weight, conv_in.weight",
    "input_blocks.1.0.in_layers.0.weight, down_blocks.0.resnets.0.norm1.weight",
    "input_blocks.2.1.proj_in.weight, down_blocks.0.attentions.1.proj_in.weight",
    "input_blocks.3.0.op.weight, down_blocks.0.downsamplers.0.conv.weight",
    "input_blocks.4.0.skip_connection.bias, down_blocks.1.resnets.0.conv_shortcut.bias",
    "input_blocks.8.1.transformer_blocks.0.attn2.to_k.weight,"
        + " down_blocks.2.attentions.1.transformer_blocks.0.attn2.to_k.weight",
    "input_blocks.11.0.out_layers.3.weight, down_blocks.3.resnets.1.conv2.weight",
    "middle_block.1.norm.weight, mid_block.attentions.0.norm.weight",
    "middle_block.2.emb_layers.1.weight, mid_block.resnets.1.time_emb_proj.weight",
    "output_blocks.2.1.conv.weight, up_blocks.0.upsamplers.0.conv.weight",
    "output_blocks.5.2.conv.bias, up_blocks.1.upsamplers.0.conv.bias",
    "output_blocks.9.1.proj_out.bias, up_blocks.3.attentions.0.proj_out.bias",
    "output_blocks.11.0.out_layers.0.bias, up_blocks.3.resnets.2.norm2.bias",
    "out.0.weight, conv_norm_out.weight",
    "out.2.weight, conv_out.weight"
  })
  void namesTheUNetOfStableDiffusion(String old, String today) {
    put("model.diffusion_model.input_blocks.1.0.in_layers.2.weight", 1);
    put("model.diffusion_model.input_blocks.2.0.in_layers.2.weight", 1);
    put("model.diffusion_model.input_blocks.3.0.op.weight", 1);
    put("model.diffusion_model." + old, 1);

    assertThat(LatentDiffusionNames.unet(file).names()).contains(today);
  }

  @Test
  void prefersTheAveragedWeightsOfTheUNet() {
    put("model.diffusion_model.out.2.bias", 4);
    put("model.diffusion_model.out.0.bias", 4);
    file.tensors().put("model_ema.diffusion_modelout2bias", manager.zeros(new Shape(4)));
    put("model_ema.num_updates", 1);

    TensorSource unet = LatentDiffusionNames.unet(file);

    assertThat(LatentDiffusionNames.matches(file)).isTrue();
    assertThat(LatentDiffusionNames.isAveraged(file)).isTrue();
    assertThat(CheckpointsTest.values(unet, "conv_out.bias")).containsOnly(0);
    assertThat(unet.names()).containsExactly("conv_norm_out.bias", "conv_out.bias");
  }

  @Test
  void namesAWholeUNet() {
    UNet2DConditionModel.Config tiny = TinyDiffusion.UNET;
    Model<UNet2DConditionModel> model = TinyDiffusion.unet(manager);
    int perLevel = tiny.layersPerBlock() + 1;
    model
        .state()
        .tensors()
        .forEach((name, tensor) -> file.tensors().put(OriginalNames.unet(name, perLevel), tensor));

    assertSame(LatentDiffusionNames.unet(file), model);
  }

  @ParameterizedTest
  @CsvSource({
    "encoder.conv_in.weight, encoder.conv_in.weight",
    "encoder.down.1.block.0.nin_shortcut.weight, encoder.down_blocks.1.resnets.0.conv_shortcut.weight",
    "encoder.down.2.downsample.conv.bias, encoder.down_blocks.2.downsamplers.0.conv.bias",
    "encoder.mid.block_2.conv1.weight, encoder.mid_block.resnets.1.conv1.weight",
    "encoder.norm_out.weight, encoder.conv_norm_out.weight",
    "decoder.up.3.upsample.conv.weight, decoder.up_blocks.0.upsamplers.0.conv.weight",
    "decoder.up.0.block.2.norm2.bias, decoder.up_blocks.3.resnets.2.norm2.bias",
    "decoder.mid.attn_1.norm.bias, decoder.mid_block.attentions.0.group_norm.bias",
    "decoder.mid.attn_1.q.bias, decoder.mid_block.attentions.0.to_q.bias",
    "decoder.mid.attn_1.proj_out.bias, decoder.mid_block.attentions.0.to_out.0.bias",
    "quant_conv.weight, quant_conv.weight"
  })
  void namesTheAutoencoderOfStableDiffusion(String old, String today) {
    put("first_stage_model.decoder.up.3.block.0.conv1.bias", 1);
    put("first_stage_model." + old, 1);
    put("first_stage_model.loss.logvar", 1);

    TensorSource vae = LatentDiffusionNames.vae(file);

    assertThat(vae.names()).contains(today).noneMatch(name -> name.startsWith("loss"));
  }

  @Test
  void readsTheAutoencodersAttentionInItsEarlyForm() {
    Model<AutoencoderKL> model = TinyDiffusion.autoencoder(manager);
    file.tensors().putAll(OriginalNames.earlyAttention(model.state().tensors()));

    assertSame(AutoencoderNames.today(file), model);
    assertSame(AutoencoderNames.today(new Bag(model.state().tensors())), model);
  }

  @Test
  void findsTheTextEncoderAndDropsItsPositions() {
    put("cond_stage_model.transformer.text_model.final_layer_norm.bias", 3);
    put("cond_stage_model.transformer.text_model.embeddings.position_ids", 1, 3);

    assertThat(LatentDiffusionNames.textEncoder(file).names())
        .containsExactly("text_model.final_layer_norm.bias");
    put("cond_stage_model.model.positional_embedding", 3);
    assertThatThrownBy(() -> LatentDiffusionNames.textEncoder(file))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("Stable Diffusion 2");
  }

  @Test
  void putsTheTextEncoderBelowItsPrefixWhereItHasNone() {
    put("final_layer_norm.bias", 3);
    put("embeddings.position_ids", 1, 3);

    assertThat(TextEncoderNames.today(file).names())
        .containsExactly("text_model.final_layer_norm.bias");
  }

  @Test
  void readsOpenAisClip() {
    ClipModel.Config config =
        new ClipModel.Config(
            new TextEncoder.Config(10, 64, 96, 2, 1, 6, "quick_gelu", 9),
            new VisionEncoder.Config(128, 160, 3, 2, 8, 4, "quick_gelu"),
            24);
    Model<ClipModel> model = Weights.random(1, manager, weights -> new ClipModel(weights, config));
    file.tensors().putAll(OriginalNames.openAi(model.state().tensors()));
    put("input_resolution");
    put("context_length");
    put("vocab_size");

    assertThat(OpenAiClip.matches(file)).isTrue();
    assertThat(OpenAiClip.config(file)).isEqualTo(config);
    assertSame(OpenAiClip.huggingFaceNames(file), model);
  }

  @Test
  void joinsTheTrunkAndTheWeightsOfLpips() {
    Lpips.Config config = new Lpips.Config(List.of(2, 3), List.of(2, 1), 1e-10);
    Model<Lpips> model = Weights.random(1, manager, weights -> new Lpips(weights, config));
    Bag vgg = new Bag(new TreeMap<>());
    Bag lins = new Bag(new TreeMap<>());
    model
        .state()
        .tensors()
        .forEach(
            (name, tensor) -> {
              (name.startsWith("lin") ? lins : vgg).tensors().put(name, tensor);
              file.tensors().put(name.replace("features.", "net.slice1."), tensor);
            });
    vgg.tensors().put("classifier.0.weight", manager.ones(new Shape(2)));
    file.tensors().put("scaling_layer.shift", manager.ones(new Shape(1, 3, 1, 1)));

    List<TensorSource> parts = List.of(LpipsNames.trunk(vgg), LpipsNames.lins(lins));
    assertSame(Shards.of(parts, "both"), model);
    assertSame(LpipsNames.whole(file), model);
  }
}
