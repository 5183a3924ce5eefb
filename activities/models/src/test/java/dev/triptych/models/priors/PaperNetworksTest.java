package dev.triptych.models.priors;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.Shape;
import dev.triptych.models.clip.ClipModel;
import dev.triptych.models.clip.TextEncoder;
import dev.triptych.models.diffusion.AutoencoderKL;
import dev.triptych.models.diffusion.UNet2DConditionModel;
import dev.triptych.models.eg3d.Eg3dConfig;
import dev.triptych.models.eg3d.Eg3dGenerator;
import dev.triptych.models.weights.Weights;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The numbers are those of the public checkpoints. */
class PaperNetworksTest {
  @Test
  void haveTheParametersOfThePublicCheckpoints() {
    assertThat(
            size(
                Weights.shapes(
                    w ->
                        new UNet2DConditionModel(
                            w, UNet2DConditionModel.Config.instructPix2Pix()))))
        .isEqualTo(859_532_484);
    assertThat(
            size(Weights.shapes(w -> new AutoencoderKL(w, AutoencoderKL.Config.stableDiffusion()))))
        .isEqualTo(83_653_863);
    assertThat(
            size(
                Weights.shapes(
                    w ->
                        new TextEncoder(w.at("text_model"), TextEncoder.Config.stableDiffusion()))))
        .isEqualTo(123_060_480);
    assertThat(size(Weights.shapes(w -> new ClipModel(w, ClipModel.Config.vitB32()))))
        .isEqualTo(151_277_313);
  }

  @Test
  void eg3dHasThePublicNamesAndShapes() {
    Map<String, Shape> shapes = Weights.shapes(w -> new Eg3dGenerator(w, Eg3dConfig.ffhq512()));
    assertThat(shapes)
        .containsEntry("backbone.mapping.fc0.weight", new Shape(512, 1024))
        .containsEntry("backbone.synthesis.b4.const", new Shape(512, 4, 4))
        .containsEntry("superresolution.block1.conv0.weight", new Shape(128, 256, 3, 3))
        .containsEntry("decoder.net.2.weight", new Shape(33, 64));
  }

  @Test
  void everyNetworkOfASetHasAConfiguration() {
    assertThat(PaperNetworks.configs())
        .containsOnlyKeys(
            "eg3d",
            "unet",
            "vae",
            "text",
            "scheduler",
            "clip",
            "preprocessor",
            "tokenizer",
            "lpips",
            "i2t");
  }

  private static long size(Map<String, Shape> shapes) {
    return shapes.values().stream().mapToLong(Shape::size).sum();
  }
}
