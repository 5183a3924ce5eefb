package dev.triptych.models.parity;

import ai.djl.ndarray.NDManager;
import dev.triptych.models.clip.TextEncoder;
import dev.triptych.models.torch.GradMode;
import dev.triptych.models.weights.Weights;

/** Hidden states of transformers' CLIPTextModel. */
final class TextEncoderParity implements ParityCheck {
  @Override
  public boolean serves(Fixture fixture) {
    return fixture.network().equals("CLIPTextModel");
  }

  @Override
  public long bytesNeeded(Fixture fixture) {
    return fixture.config().path("vocab_size").asInt() < 10_000 ? 128L << 20 : 1L << 30;
  }

  @Override
  public void check(Fixture fixture, NDManager manager) {
    TextEncoder.Config config = Fixture.config(fixture.config(), TextEncoder.Config.class);
    TextEncoder encoder =
        Weights.generate(
                fixture.weights(),
                manager,
                weights -> new TextEncoder(weights.at("text_model"), config))
            .network();
    try (GradMode off = GradMode.off()) {
      fixture.assertClose(
          "output.hidden",
          encoder.forward(
              manager.create(fixture.readLongs("input.ids"), fixture.shape("input.ids"))),
          1e-4);
    }
  }
}
