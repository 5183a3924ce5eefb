package dev.triptych.models.parity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.triptych.models.diffusion.PromptContext;
import dev.triptych.models.diffusion.UNet2DConditionModel;
import dev.triptych.models.torch.GradMode;
import dev.triptych.models.weights.Weights;

/** The noise that diffusers' UNet2DConditionModel predicts. */
final class UNetParity implements ParityCheck {
  @Override
  public boolean serves(Fixture fixture) {
    return fixture.network().equals("UNet2DConditionModel");
  }

  @Override
  public long bytesNeeded(Fixture fixture) {
    return fixture.config().path("cross_attention_dim").asInt() < 256 ? 256L << 20 : 5L << 30;
  }

  @Override
  public void check(Fixture fixture, NDManager manager) {
    UNet2DConditionModel.Config config =
        Fixture.config(fixture.config(), UNet2DConditionModel.Config.class);
    UNet2DConditionModel unet =
        Weights.generate(
                fixture.weights(), manager, weights -> new UNet2DConditionModel(weights, config))
            .network();
    try (GradMode off = GradMode.off()) {
      fixture.assertClose("output.epsilon", epsilon(fixture, unet, manager), 1e-4);
    }
  }

  static NDArray epsilon(Fixture fixture, UNet2DConditionModel unet, NDManager manager) {
    long[] timesteps = fixture.readLongs("input.timestep");
    float[] times = new float[timesteps.length];
    for (int i = 0; i < times.length; i++) {
      times[i] = timesteps[i];
    }
    PromptContext context = unet.promptContext(fixture.read("input.text", manager));
    NDArray sample = fixture.read("input.sample", manager);
    return unet.forward(sample, manager.create(times), context);
  }
}
