package dev.triptych.models.metrics;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.triptych.models.clip.ClipModel;
import dev.triptych.models.clip.ImagePreprocessor;
import dev.triptych.models.clip.Tokenizer;
import dev.triptych.models.finite.Finite;
import dev.triptych.models.images.Image;
import dev.triptych.models.torch.Batch;
import dev.triptych.models.torch.GradMode;
import dev.triptych.models.torch.Kernels;
import java.util.ArrayList;
import java.util.List;

/**
 * The CLIP score of the paper's section 4.4: the cosine between a view and a text, not scaled and
 * not clamped; and CLIP's directional score (Gal et al. 2022): the cosine between the change of the
 * picture and the change of the text.
 */
public final class ClipScore {
  private static final Kernels KERNELS = Kernels.of(ClipScore.class, "scores.py");
  private static final int BATCH = 16;

  private final ClipModel clip;
  private final Tokenizer tokenizer;
  private final ImagePreprocessor preprocessor;

  public ClipScore(ClipModel clip, Tokenizer tokenizer, ImagePreprocessor preprocessor) {
    this.clip = clip;
    this.tokenizer = tokenizer;
    this.preprocessor = preprocessor;
  }

  /**
   * The cosine of each picture with {@code caption}.
   *
   * @param images pictures of one size
   * @throws dev.triptych.models.finite.NonFiniteException if a score is NaN
   */
  public double[] scores(List<Image> images, String caption, NDManager manager) {
    try (GradMode off = GradMode.off();
        NDManager scope = manager.newSubManager()) {
      NDArray text = clip.embedTexts(tokenizer.encode(List.of(caption), scope));
      return doubles(KERNELS.call("cosines", embed(images, scope), text), "CLIP score");
    }
  }

  /**
   * For each pair of pictures, the cosine between its change and the change from {@code neutral} to
   * {@code caption}.
   *
   * @param before plain pictures
   * @param after the same views, stylised
   * @throws dev.triptych.models.finite.NonFiniteException if one is NaN
   */
  public double[] directional(
      List<Image> before, List<Image> after, String neutral, String caption, NDManager manager) {
    if (before.size() != after.size()) {
      throw new IllegalArgumentException(
          before.size() + " pictures before, " + after.size() + " after");
    }
    try (GradMode off = GradMode.off();
        NDManager scope = manager.newSubManager()) {
      NDArray texts = clip.embedTexts(tokenizer.encode(List.of(neutral, caption), scope));
      return doubles(
          KERNELS.call("directional", embed(before, scope), embed(after, scope), texts),
          "directional CLIP score");
    }
  }

  private NDArray embed(List<Image> images, NDManager scope) {
    List<NDArray> parts = new ArrayList<>();
    for (int from = 0; from < images.size(); from += BATCH) {
      try (NDManager inner = scope.newSubManager()) {
        NDArray pixels =
            preprocessor.preprocess(
                Image.batch(images.subList(from, Math.min(images.size(), from + BATCH)), inner));
        NDArray embedded = clip.embedImages(pixels);
        embedded.attach(scope);
        parts.add(embedded);
      }
    }
    return Batch.join(parts, scope);
  }

  private static double[] doubles(NDArray values, String what) {
    float[] floats = Finite.require(values.toFloatArray(), what);
    double[] doubles = new double[floats.length];
    for (int i = 0; i < floats.length; i++) {
      doubles[i] = floats[i];
    }
    return doubles;
  }
}
