package dev.triptych.models.parity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import dev.triptych.models.clip.ClipModel;
import dev.triptych.models.clip.TextEncoder;
import dev.triptych.models.clip.VisionEncoder;
import dev.triptych.models.torch.GradMode;
import dev.triptych.models.weights.Weights;

/** Embeddings of transformers' CLIPModel. */
final class ClipParity implements ParityCheck {
  @Override
  public boolean serves(Fixture fixture) {
    return fixture.network().equals("CLIPModel");
  }

  @Override
  public long bytesNeeded(Fixture fixture) {
    boolean tiny = fixture.config().path("text").path("vocab_size").asInt() < 10_000;
    return tiny ? 128L << 20 : 1500L << 20;
  }

  @Override
  public void check(Fixture fixture, NDManager manager) {
    JsonNode json = fixture.config();
    ClipModel.Config config =
        new ClipModel.Config(
            Fixture.config(json.path("text"), TextEncoder.Config.class),
            Fixture.config(json.path("vision"), VisionEncoder.Config.class),
            json.path("projection_dim").asInt());
    ClipModel clip =
        Weights.generate(fixture.weights(), manager, weights -> new ClipModel(weights, config))
            .network();
    try (GradMode off = GradMode.off()) {
      NDArray images = clip.embedImages(fixture.read("input.pixels", manager));
      NDArray texts =
          clip.embedTexts(
              manager.create(fixture.readLongs("input.ids"), fixture.shape("input.ids")));
      fixture.assertClose("output.image_embeds", images, 1e-4);
      fixture.assertClose("output.text_embeds", texts, 1e-4);
      // Two cosines differ by less than the embeddings' rounding: their deviation says nothing.
      fixture.assertClose("output.cosine", images.matMul(texts.transpose()), 1e-2);
    }
  }
}
