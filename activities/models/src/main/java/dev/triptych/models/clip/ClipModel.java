package dev.triptych.models.clip;

import static dev.triptych.models.clip.ClipLayer.KERNELS;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.triptych.models.weights.Init;
import dev.triptych.models.weights.Weights;

/**
 * Images and texts as unit vectors of one space (Radford et al. 2021); transformers' CLIPModel. The
 * CLIP score is their cosine.
 */
public final class ClipModel {
  private static final double INITIAL_LOGIT_SCALE = 2.6592; // ln(1 / 0.07), Radford et al.

  /** Sizes of the towers and of the common space, under transformers' names. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Config(
      @JsonProperty("text_config") TextEncoder.Config text,
      @JsonProperty("vision_config") VisionEncoder.Config vision,
      int projectionDim) {
    public Config {
      projectionDim = projectionDim == 0 ? 512 : projectionDim;
    }

    /** openai/clip-vit-base-patch32. */
    public static Config vitB32() {
      return new Config(
          new TextEncoder.Config(49408, 512, 2048, 12, 8, 77, "quick_gelu", 49407),
          new VisionEncoder.Config(768, 3072, 12, 12, 224, 32, "quick_gelu"),
          512);
    }
  }

  private final Config config;
  private final TextEncoder text;
  private final VisionEncoder vision;
  private final NDArray textProjection;
  private final NDArray visualProjection;
  private final NDArray logitScale;

  public ClipModel(Weights weights, Config config) {
    this.config = config;
    int width = config.projectionDim();
    text = new TextEncoder(weights.at("text_model"), config.text());
    vision = new VisionEncoder(weights.at("vision_model"), config.vision());
    textProjection = projection(weights.at("text_projection"), config.text().hiddenSize(), width);
    visualProjection =
        projection(weights.at("visual_projection"), config.vision().hiddenSize(), width);
    logitScale = weights.get("logit_scale", new Init.Constant(INITIAL_LOGIT_SCALE));
  }

  private static NDArray projection(Weights weights, int in, int out) {
    return weights.get("weight", new Init.Normal(1 / Math.sqrt((double) in)), out, in);
  }

  public Config config() {
    return config;
  }

  /** The text tower. */
  public TextEncoder text() {
    return text;
  }

  /** Logarithm of the factor that turns cosines into logits in training; a scalar. */
  public NDArray logitScale() {
    return logitScale;
  }

  /**
   * @param pixels [n, 3, s, s] as {@link ImagePreprocessor} gives them
   * @return [n, projectionDim], unit vectors
   */
  public NDArray embedImages(NDArray pixels) {
    return vision.embed(pixels, visualProjection);
  }

  /**
   * @param ids [n, tokens] int64 as {@link Tokenizer} gives them
   * @return [n, projectionDim], unit vectors
   */
  public NDArray embedTexts(NDArray ids) {
    try (NDArray hidden = text.forward(ids)) {
      return embedTexts(ids, hidden);
    }
  }

  /** As {@link #embedTexts(NDArray)}, from hidden states that {@link #text()} gave for the ids. */
  public NDArray embedTexts(NDArray ids, NDArray hidden) {
    return KERNELS.call("project_text", hidden, ids, config.text().eosTokenId(), textProjection);
  }
}
