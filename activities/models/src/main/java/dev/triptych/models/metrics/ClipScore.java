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
 * What CLIP says of pictures: the CLIP score of the paper's section 4.4, the cosine between a view
 * and a text, not scaled and not clamped; the directional score (Gal et al. 2022), the cosine
 * between the change of the picture and the change of the text; and whether of several texts the
 * right one is nearest (Radford et al. 2021). Pictures are embedded once for all of them.
 */
public final class ClipScore {
  private static final Kernels KERNELS = Kernels.of(ClipScore.class, "scores.py");
  private static final int BATCH = 16;

  /** Unit vectors of pictures, [n, c]. */
  public record Pictures(NDArray vectors) {}

  private final ClipModel clip;
  private final Tokenizer tokenizer;
  private final ImagePreprocessor preprocessor;

  public ClipScore(ClipModel clip, Tokenizer tokenizer, ImagePreprocessor preprocessor) {
    this.clip = clip;
    this.tokenizer = tokenizer;
    this.preprocessor = preprocessor;
  }

  /**
   * Pictures to be scored, owned by {@code manager}.
   *
   * @param images of one size
   */
  public Pictures embed(List<Image> images, NDManager manager) {
    try (GradMode off = GradMode.off();
        NDManager scope = manager.newSubManager()) {
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
      NDArray all = Batch.join(parts, scope);
      all.attach(manager);
      return new Pictures(all);
    }
  }

  /**
   * The cosine of each picture with {@code caption}.
   *
   * @throws dev.triptych.models.finite.NonFiniteException if a score is NaN
   */
  public double[] scores(Pictures pictures, String caption) {
    try (GradMode off = GradMode.off();
        NDManager scope = pictures.vectors().getManager().newSubManager()) {
      NDArray text = texts(List.of(caption), scope);
      return doubles(
          KERNELS.callIn(scope, "cosines", pictures.vectors(), text).toFloatArray(), "CLIP score");
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
  public double[] directional(Pictures before, Pictures after, String neutral, String caption) {
    if (!before.vectors().getShape().equals(after.vectors().getShape())) {
      throw new IllegalArgumentException(
          before.vectors().getShape()
              + " pictures before, "
              + after.vectors().getShape()
              + " after");
    }
    try (GradMode off = GradMode.off();
        NDManager scope = after.vectors().getManager().newSubManager()) {
      NDArray texts = texts(List.of(neutral, caption), scope);
      return doubles(
          KERNELS
              .callIn(scope, "directional", before.vectors(), after.vectors(), texts)
              .toFloatArray(),
          "directional CLIP score");
    }
  }

  /**
   * The cosine of each picture with one other.
   *
   * @param other one picture
   * @throws dev.triptych.models.finite.NonFiniteException if a cosine is NaN
   */
  public double[] likeness(Pictures pictures, Pictures other) {
    try (GradMode off = GradMode.off();
        NDManager scope = pictures.vectors().getManager().newSubManager()) {
      return doubles(
          KERNELS.callIn(scope, "cosines", pictures.vectors(), other.vectors()).toFloatArray(),
          "CLIP likeness");
    }
  }

  /**
   * For each picture 1 if of all {@code captions} the first is nearest to it, else 0.
   *
   * @throws dev.triptych.models.finite.NonFiniteException if a cosine is NaN
   */
  public double[] firstIsNearest(Pictures pictures, List<String> captions) {
    try (GradMode off = GradMode.off();
        NDManager scope = pictures.vectors().getManager().newSubManager()) {
      NDArray texts = texts(captions, scope);
      float[] cosines =
          Finite.require(
              KERNELS.callIn(scope, "all_cosines", pictures.vectors(), texts).toFloatArray(),
              "CLIP score");
      double[] nearest = new double[cosines.length / captions.size()];
      for (int i = 0; i < nearest.length; i++) {
        nearest[i] = firstIsLargest(cosines, i * captions.size(), captions.size()) ? 1 : 0;
      }
      return nearest;
    }
  }

  private static boolean firstIsLargest(float[] values, int from, int count) {
    for (int i = 1; i < count; i++) {
      if (values[from + i] >= values[from]) {
        return false;
      }
    }
    return true;
  }

  private NDArray texts(List<String> texts, NDManager scope) {
    return clip.embedTexts(tokenizer.encode(texts, scope));
  }

  private static double[] doubles(float[] values, String what) {
    Finite.require(values, what);
    double[] doubles = new double[values.length];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }
}
