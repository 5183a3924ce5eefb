package dev.triptych.models.clip;

import static dev.triptych.models.clip.ClipLayer.KERNELS;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.triptych.models.weights.Init;
import dev.triptych.models.weights.Input;
import dev.triptych.models.weights.Weights;
import java.util.List;
import java.util.Locale;

/**
 * CLIP's causal text transformer. Alone it is transformers' CLIPTextModel, whose hidden states
 * Stable Diffusion attends to; {@link ClipModel} uses it as a tower. In checkpoints its tensors lie
 * below {@code text_model}.
 */
public final class TextEncoder {
  private static final int LEGACY_END = 2; // many published configs name this id for CLIP's last

  /**
   * Sizes, under transformers' names; what a JSON file leaves out takes the value of CLIP ViT-B/32.
   *
   * @param vocabSize number of token ids
   * @param maxPositionEmbeddings longest text in tokens
   * @param hiddenAct {@code quick_gelu} or {@code gelu}
   * @param eosTokenId the end token; 2 stands for the vocabulary's last id, as in old configs
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Config(
      int vocabSize,
      int hiddenSize,
      int intermediateSize,
      int numHiddenLayers,
      int numAttentionHeads,
      int maxPositionEmbeddings,
      String hiddenAct,
      int eosTokenId) {
    public Config {
      vocabSize = vocabSize == 0 ? 49408 : vocabSize;
      hiddenSize = hiddenSize == 0 ? 512 : hiddenSize;
      intermediateSize = intermediateSize == 0 ? 2048 : intermediateSize;
      numHiddenLayers = numHiddenLayers == 0 ? 12 : numHiddenLayers;
      numAttentionHeads = numAttentionHeads == 0 ? 8 : numAttentionHeads;
      maxPositionEmbeddings = maxPositionEmbeddings == 0 ? 77 : maxPositionEmbeddings;
      hiddenAct = hiddenAct == null ? "quick_gelu" : hiddenAct;
      eosTokenId = eosTokenId == 0 || eosTokenId == LEGACY_END ? vocabSize - 1 : eosTokenId;
    }

    /** The text encoder of Stable Diffusion 1.x, CLIP ViT-L/14. */
    public static Config stableDiffusion() {
      return new Config(49408, 768, 3072, 12, 12, 77, "quick_gelu", 49407);
    }

    ClipLayer.Size size() {
      return new ClipLayer.Size(
          hiddenSize, intermediateSize, numHiddenLayers, numAttentionHeads, hiddenAct);
    }
  }

  private final Config config;
  private final Input takes;
  private final NDArray tokens;
  private final NDArray positions;
  private final List<ClipLayer> layers;
  private final NDArray finalScale;
  private final NDArray finalShift;

  /**
   * @param weights the view at {@code text_model}
   */
  public TextEncoder(Weights weights, Config config) {
    this.config = config;
    takes = weights.takes("[n, tokens]", DataType.INT64);
    Weights embeddings = weights.at("embeddings");
    int width = config.hiddenSize();
    tokens =
        embeddings
            .at("token_embedding")
            .get("weight", new Init.Normal(0.02), config.vocabSize(), width);
    positions =
        embeddings
            .at("position_embedding")
            .get("weight", new Init.Normal(0.01), config.maxPositionEmbeddings(), width);
    layers = ClipLayer.stack(weights, config.size(), true);
    Weights finalNorm = weights.at("final_layer_norm");
    finalScale = finalNorm.get("weight", Init.ones(), width);
    finalShift = finalNorm.get("bias", Init.zeros(), width);
  }

  public Config config() {
    return config;
  }

  /**
   * Hidden states after the final normalisation.
   *
   * @param ids [n, tokens] int64; at most {@link Config#maxPositionEmbeddings} tokens
   * @return [n, tokens, hiddenSize]
   */
  public NDArray forward(NDArray ids) {
    takes.check(ids);
    long length = ids.getShape().get(1);
    if (length > config.maxPositionEmbeddings()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a text of %d tokens is longer than the %d that the encoder knows",
              length,
              config.maxPositionEmbeddings()));
    }
    try (NDArray hidden =
        ClipLayer.forward(layers, KERNELS.call("embed", ids, tokens, positions))) {
      return KERNELS.call("norm", hidden, finalScale, finalShift);
    }
  }
}
