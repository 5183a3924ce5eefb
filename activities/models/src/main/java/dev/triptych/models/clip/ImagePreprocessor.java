package dev.triptych.models.clip;

import static dev.triptych.models.clip.ClipLayer.KERNELS;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.triptych.models.images.Image;
import java.util.List;

/** Images as {@link ClipModel} wants them: resized, cropped to the centre, normalised. */
public final class ImagePreprocessor {
  /**
   * What a JSON file leaves out takes CLIP's value.
   *
   * @param size side of the model's images
   * @param imageMean per channel, of values in [0, 1]
   * @param imageStd per channel
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Config(int size, List<Double> imageMean, List<Double> imageStd) {
    public Config {
      size = size == 0 ? 224 : size;
      imageMean = imageMean == null ? clip().imageMean() : List.copyOf(imageMean);
      imageStd = imageStd == null ? clip().imageStd() : List.copyOf(imageStd);
      if (imageMean.size() != 3 || imageStd.size() != 3) {
        throw new IllegalArgumentException("image_mean and image_std need three values each");
      }
    }

    /** OpenAI's values. */
    public static Config clip() {
      return new Config(
          224,
          List.of(0.48145466, 0.4578275, 0.40821073),
          List.of(0.26862954, 0.26130258, 0.27577711));
    }

    /** Images of {@code size} pixels that are only moved from [0, 1] to [-1, 1]. */
    public static Config centred(int size) {
      return new Config(size, List.of(0.5, 0.5, 0.5), List.of(0.5, 0.5, 0.5));
    }
  }

  private final Config config;

  public ImagePreprocessor(Config config) {
    this.config = config;
  }

  /**
   * Resizes the shorter side to the model's as Pillow does (bicubic, antialiased, 8 bits), crops
   * the centre and normalises.
   *
   * @return [1, 3, size, size]
   */
  public NDArray preprocess(Image image, NDManager manager) {
    try (NDArray fitted = fit(image).toArray(manager)) {
      return normalise(fitted);
    }
  }

  /**
   * Images that a network made. Of the model's size they are only normalised, and gradients flow;
   * of another size they are rounded to 8 bits and treated like image files.
   *
   * @param images [n, 3, h, w] in [-1, 1]
   * @return [n, 3, size, size], owned by the images' manager
   */
  public NDArray preprocess(NDArray images) {
    Shape shape = images.getShape();
    if (shape.get(2) == config.size() && shape.get(3) == config.size()) {
      return normalise(images);
    }
    List<Image> fitted = Image.all(images).stream().map(this::fit).toList();
    try (NDArray batch = Image.batch(fitted, images.getManager())) {
      return normalise(batch);
    }
  }

  /** Resizes in 8 bits and crops. */
  private Image fit(Image image) {
    int size = config.size();
    int height = image.height();
    int width = image.width();
    int shorter = Math.min(height, width);
    int newHeight = height == shorter ? size : (int) ((long) size * height / shorter);
    int newWidth = width == shorter ? size : (int) ((long) size * width / shorter);
    int[] resized = BicubicResize.resize(image.levels(), height, width, 3, newHeight, newWidth);
    return Image.ofLevels(resized, newWidth, newHeight, Image.Range.SIGNED).centre(size);
  }

  private NDArray normalise(NDArray images) {
    return KERNELS.call("normalise", images, array(config.imageMean()), array(config.imageStd()));
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
