package dev.triptych.models.clip;

import static dev.triptych.models.clip.ClipLayer.KERNELS;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.triptych.models.torch.TensorDict;
import dev.triptych.models.weights.Init;
import dev.triptych.models.weights.Input;
import dev.triptych.models.weights.LayerWeights;
import dev.triptych.models.weights.Weights;
import java.util.List;
import java.util.Locale;

/** CLIP's vision transformer over square patches. */
public final class VisionEncoder {
  /**
   * Sizes, under transformers' names; what a JSON file leaves out takes the value of CLIP ViT-B/32.
   *
   * @param imageSize side of the image in pixels
   * @param patchSize side of a patch, a divisor of the image's
   * @param hiddenAct {@code quick_gelu} or {@code gelu}
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Config(
      int hiddenSize,
      int intermediateSize,
      int numHiddenLayers,
      int numAttentionHeads,
      int imageSize,
      int patchSize,
      String hiddenAct) {
    public Config {
      hiddenSize = hiddenSize == 0 ? 768 : hiddenSize;
      intermediateSize = intermediateSize == 0 ? 3072 : intermediateSize;
      numHiddenLayers = numHiddenLayers == 0 ? 12 : numHiddenLayers;
      numAttentionHeads = numAttentionHeads == 0 ? 12 : numAttentionHeads;
      imageSize = imageSize == 0 ? 224 : imageSize;
      patchSize = patchSize == 0 ? 32 : patchSize;
      hiddenAct = hiddenAct == null ? "quick_gelu" : hiddenAct;
      if (imageSize % patchSize != 0) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "patches of %d pixels do not divide an image of %d",
                patchSize,
                imageSize));
      }
    }

    ClipLayer.Size size() {
      return new ClipLayer.Size(
          hiddenSize, intermediateSize, numHiddenLayers, numAttentionHeads, hiddenAct);
    }
  }

  private final Input takes;
  private final TensorDict first;
  private final List<ClipLayer> layers;
  private final TensorDict last;

  VisionEncoder(Weights weights, Config config) {
    int width = config.hiddenSize();
    int patch = config.patchSize();
    int side = config.imageSize() / patch;
    takes =
        weights.takes(
            String.format(Locale.ROOT, "[n, 3, %d, %d]", config.imageSize(), config.imageSize()));
    first =
        new LayerWeights(weights)
            .tensor("embeddings.class_embedding", new Init.Normal(0.02), width)
            .tensor(
                "embeddings.patch_embedding.weight",
                Init.fanIn(3L * patch * patch),
                width,
                3,
                patch,
                patch)
            .tensor(
                "embeddings.position_embedding.weight",
                new Init.Normal(0.02),
                (long) side * side + 1,
                width)
            .norm("pre_layrnorm", width) // sic
            .toDict();
    layers = ClipLayer.stack(weights, config.size(), false);
    last = new LayerWeights(weights).norm("post_layernorm", width).toDict();
  }

  /**
   * The class token's state, normalised and projected to a unit vector.
   *
   * @param pixels [n, 3, imageSize, imageSize], normalised
   * @param projection [embedding, hiddenSize]
   */
  NDArray embed(NDArray pixels, NDArray projection) {
    NDArray tokens = KERNELS.call("patches", takes.check(pixels), first);
    try (NDArray hidden = ClipLayer.forward(layers, tokens, 1)) {
      return KERNELS.call("project_image", hidden, last, projection);
    }
  }
}
