package dev.triptych.models.clip;

import static dev.triptych.models.clip.ClipLayer.KERNELS;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.awt.image.BufferedImage;
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
  public NDArray preprocess(BufferedImage image, NDManager manager) {
    int width = image.getWidth();
    int height = image.getHeight();
    int[] pixels = new int[height * width * 3];
    int[] argb = image.getRGB(0, 0, width, height, null, 0, width);
    for (int i = 0; i < argb.length; i++) {
      pixels[3 * i] = (argb[i] >> 16) & 0xff;
      pixels[3 * i + 1] = (argb[i] >> 8) & 0xff;
      pixels[3 * i + 2] = argb[i] & 0xff;
    }
    try (NDArray fitted = fit(pixels, height, width, manager)) {
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
    int height = (int) shape.get(2);
    int width = (int) shape.get(3);
    if (height == config.size() && width == config.size()) {
      return normalise(images);
    }
    int count = 3 * height * width;
    float[] values = images.toFloatArray();
    try (NDManager scope = images.getManager().newSubManager()) {
      NDArray[] fitted = new NDArray[(int) shape.get(0)];
      for (int n = 0; n < fitted.length; n++) {
        int[] pixels = new int[count];
        for (int i = 0; i < count; i++) {
          int channel = i % 3;
          float value = values[n * count + channel * height * width + i / 3];
          pixels[i] = Math.max(0, Math.min(255, Math.round((value + 1) * 127.5f)));
        }
        fitted[n] = fit(pixels, height, width, scope);
      }
      NDArray normalised = normalise(KERNELS.call("join", new Object[] {fitted}));
      normalised.attach(images.getManager());
      return normalised;
    }
  }

  /** Resizes and crops 8-bit pixels; the result lies in [-1, 1]. */
  private NDArray fit(int[] pixels, int height, int width, NDManager manager) {
    int size = config.size();
    int shorter = Math.min(height, width);
    int newHeight = height == shorter ? size : (int) ((long) size * height / shorter);
    int newWidth = width == shorter ? size : (int) ((long) size * width / shorter);
    int[] resized = BicubicResize.resize(pixels, height, width, 3, newHeight, newWidth);
    int top = (newHeight - size) / 2;
    int left = (newWidth - size) / 2;
    float[] planes = new float[3 * size * size];
    for (int i = 0; i < planes.length; i++) {
      int channel = i / (size * size);
      int row = top + i / size % size;
      int column = left + i % size;
      planes[i] = resized[(row * newWidth + column) * 3 + channel] / 127.5f - 1;
    }
    return manager.create(planes, new Shape(1, 3, size, size));
  }

  private NDArray normalise(NDArray images) {
    return KERNELS.call("normalise", images, array(config.imageMean()), array(config.imageStd()));
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
