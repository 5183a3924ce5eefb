package dev.triptych.models.parity;

import ai.djl.ndarray.NDManager;
import dev.triptych.models.diffusion.AutoencoderKL;
import dev.triptych.models.torch.GradMode;
import dev.triptych.models.weights.Weights;

/** Both directions of diffusers' AutoencoderKL. */
final class AutoencoderParity implements ParityCheck {
  @Override
  public boolean serves(Fixture fixture) {
    return fixture.network().equals("AutoencoderKL");
  }

  @Override
  public long bytesNeeded(Fixture fixture) {
    return fixture.config().path("norm_num_groups").asInt() < 32 ? 256L << 20 : 1L << 30;
  }

  @Override
  public void check(Fixture fixture, NDManager manager) {
    AutoencoderKL.Config config = Fixture.config(fixture.config(), AutoencoderKL.Config.class);
    AutoencoderKL autoencoder =
        Weights.generate(fixture.weights(), manager, weights -> new AutoencoderKL(weights, config))
            .network();
    try (GradMode off = GradMode.off()) {
      fixture.assertClose(
          "output.mean", autoencoder.encode(fixture.read("input.image", manager)).mean(), 1e-4);
      fixture.assertClose(
          "output.image", autoencoder.decode(fixture.read("input.latent", manager)), 1e-4);
    }
  }
}
