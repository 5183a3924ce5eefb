package dev.triptych.models.parity;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import dev.triptych.models.clip.TextEncoder;
import dev.triptych.models.diffusion.AutoencoderKL;
import dev.triptych.models.diffusion.Ddim;
import dev.triptych.models.diffusion.ImageEdit;
import dev.triptych.models.diffusion.InstructPix2Pix;
import dev.triptych.models.diffusion.UNet2DConditionModel;
import dev.triptych.models.formula.FormulaWeights;
import dev.triptych.models.torch.Precision;
import dev.triptych.models.weights.Weights;
import java.util.Arrays;

/** A whole edit: prompts, image latents, start, guided denoising, decoding. */
final class EditParity implements ParityCheck {
  @Override
  public boolean serves(Fixture fixture) {
    return fixture.network().equals("InstructPix2Pix");
  }

  @Override
  public void check(Fixture fixture, NDManager manager) {
    InstructPix2Pix.Edited edited = edit(fixture, manager, Precision.FP32);
    fixture.assertClose("output.start", edited.start(), 1e-4);
    fixture.assertClose("output.latent", edited.latents(), 1e-3);
    fixture.assertClose("output.image", edited.image(), 1e-3);
  }

  static InstructPix2Pix.Edited edit(Fixture fixture, NDManager manager, Precision precision) {
    JsonNode json = fixture.config();
    ImageEdit edit =
        new ImageEdit(
            json.path("steps").asInt(),
            ImageEdit.Start.IMAGE_TO_IMAGE,
            json.path("tau").asDouble(),
            json.path("text_guidance").asDouble(),
            json.path("image_guidance").asDouble());
    Ddim ddim = new Ddim(Ddim.Config.stableDiffusion());
    long[] timesteps = Arrays.stream(ddim.timesteps(edit)).asLongStream().toArray();
    assertThat(timesteps).containsExactly(fixture.readLongs("timesteps"));
    InstructPix2Pix pipeline = pipeline(fixture, json, ddim, manager, precision);
    InstructPix2Pix.Instruction instruction =
        pipeline.instruction(
            manager.create(fixture.readLongs("input.ids"), fixture.shape("input.ids")),
            manager.create(
                fixture.readLongs("input.negative_ids"), fixture.shape("input.negative_ids")));
    NDArray image = fixture.read("input.image", manager);
    NDArray noise = fixture.read("input.noise", manager);
    return pipeline.edit(image, noise, instruction, edit, step -> {});
  }

  private static InstructPix2Pix pipeline(
      Fixture fixture, JsonNode json, Ddim ddim, NDManager manager, Precision precision) {
    FormulaWeights weights = fixture.weights();
    UNet2DConditionModel.Config unet =
        Fixture.config(json.path("unet"), UNet2DConditionModel.Config.class);
    AutoencoderKL.Config autoencoder = Fixture.config(json.path("vae"), AutoencoderKL.Config.class);
    TextEncoder.Config text = Fixture.config(json.path("text"), TextEncoder.Config.class);
    return new InstructPix2Pix(
        Weights.generate(weights, manager, w -> new UNet2DConditionModel(w.frozen(precision), unet))
            .network(),
        Weights.generate(weights, manager, w -> new AutoencoderKL(w.frozen(precision), autoencoder))
            .network(),
        Weights.generate(
                weights, manager, w -> new TextEncoder(w.at("text_model").frozen(precision), text))
            .network(),
        ddim);
  }
}
