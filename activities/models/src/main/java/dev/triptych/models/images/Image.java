package dev.triptych.models.images;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.triptych.models.finite.Finite;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A picture of real-valued red, green and blue: [3, height, width], row-major. */
public final class Image {
  /** The colours between black and white; values beyond are cut when a picture has 8 bits. */
  public enum Range {
    /** [-1, 1], as networks have them. */
    SIGNED {
      @Override
      int level(float value) {
        return Math.max(0, Math.min(255, Math.round((value + 1) * HALF)));
      }

      @Override
      float value(int level) {
        return level / HALF - 1;
      }

      @Override
      float signed(float value) {
        return value;
      }
    },
    /** [0, 1]. */
    UNIT {
      @Override
      int level(float value) {
        return Math.round(255 * Math.max(0, Math.min(1, value)));
      }

      @Override
      float value(int level) {
        return level / 255f;
      }

      @Override
      float signed(float value) {
        return 2 * value - 1;
      }
    };

    private static final float HALF = 127.5f; // levels between black and the middle

    /** The nearest of the levels 0 to 255. */
    abstract int level(float value);

    /** The value of a level from 0 to 255. */
    abstract float value(int level);

    /** The same colour in [-1, 1]. */
    abstract float signed(float value);
  }

  private final float[] values;
  private final int width;
  private final int height;
  private final Range range;

  private Image(float[] values, int width, int height, Range range) {
    if (width < 1 || height < 1 || values.length != 3L * width * height) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "A picture of %d x %d pixels has %d numbers, not %d",
              width,
              height,
              3L * width * height,
              values.length));
    }
    this.values = values;
    this.width = width;
    this.height = height;
    this.range = range;
  }

  /**
   * @param values [3, height, width], row-major
   * @throws IllegalArgumentException if there are more or fewer
   */
  public static Image of(float[] values, int width, int height, Range range) {
    return new Image(values.clone(), width, height, range);
  }

  /**
   * A picture that a network made.
   *
   * @param image [1, 3, h, w] in [-1, 1]
   */
  public static Image of(NDArray image) {
    if (image.getShape().get(0) != 1) {
      throw new IllegalArgumentException(image.getShape() + " is not one picture");
    }
    return all(image).get(0);
  }

  /**
   * The pictures of a batch.
   *
   * @param images [n, 3, h, w] in [-1, 1]
   */
  public static List<Image> all(NDArray images) {
    Shape shape = images.getShape();
    if (shape.dimension() != 4 || shape.get(1) != 3) {
      throw new IllegalArgumentException(shape + " are no pictures [n, 3, h, w]");
    }
    int height = (int) shape.get(2);
    int width = (int) shape.get(3);
    int count = 3 * height * width;
    float[] all = images.toFloatArray();
    Image[] pictures = new Image[(int) shape.get(0)];
    for (int i = 0; i < pictures.length; i++) {
      float[] own = Arrays.copyOfRange(all, i * count, (i + 1) * count);
      pictures[i] = new Image(own, width, height, Range.SIGNED);
    }
    return List.of(pictures);
  }

  /** A picture of 8 bits a channel; transparency is ignored. */
  public static Image of(BufferedImage picture, Range range) {
    int width = picture.getWidth();
    int height = picture.getHeight();
    int[] rgb = picture.getRGB(0, 0, width, height, null, 0, width);
    int[] levels = new int[3 * rgb.length];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = rgb[i / 3] >> (16 - 8 * (i % 3)) & 0xff;
    }
    return ofLevels(levels, width, height, range);
  }

  /**
   * A picture of 8 bits a channel.
   *
   * @param levels 0 to 255, [height, width, 3], row-major
   */
  public static Image ofLevels(int[] levels, int width, int height, Range range) {
    int plane = levels.length / 3;
    float[] values = new float[levels.length];
    for (int i = 0; i < levels.length; i++) {
      values[i % 3 * plane + i / 3] = range.value(levels[i]);
    }
    return new Image(values, width, height, range);
  }

  /**
   * This picture, if all its values are numbers.
   *
   * @param name of the picture, for the message
   * @throws dev.triptych.models.finite.NonFiniteException if a value is NaN or infinite
   */
  public Image requireFinite(String name) {
    Finite.require(values, name);
    return this;
  }

  /** In pixels. */
  public int width() {
    return width;
  }

  /** In pixels. */
  public int height() {
    return height;
  }

  /** A copy of the values, [3, height, width], row-major. */
  public float[] values() {
    return values.clone();
  }

  /** A copy of the values as colours from 0 to 1, [3, height, width], row-major. */
  public float[] colours() {
    float[] colours = new float[values.length];
    for (int i = 0; i < colours.length; i++) {
      colours[i] = (range.signed(values[i]) + 1) / 2;
    }
    return colours;
  }

  /**
   * The picture with {@code size} pixels a side, each the mean of those it covers.
   *
   * @throws IllegalArgumentException unless both sides are the same multiple of {@code size}
   */
  public Image shrunk(int size) {
    if (width != height || size < 1 || width % size != 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "%d x %d pixels cannot become %d a side", width, height, size));
    }
    int factor = width / size;
    if (factor == 1) {
      return this;
    }
    float[] small = new float[3 * size * size];
    for (int i = 0; i < values.length; i++) {
      int row = i / width % height / factor;
      int column = i % width / factor;
      small[(i / (width * height) * size + row) * size + column] += values[i] / (factor * factor);
    }
    return new Image(small, size, size, range);
  }

  /** With left and right exchanged. */
  public Image mirrored() {
    float[] mirrored = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      int column = i % width;
      mirrored[i - column + width - 1 - column] = values[i];
    }
    return new Image(mirrored, width, height, range);
  }

  /** The nearest levels 0 to 255, [height, width, 3], row-major. */
  public int[] levels() {
    int plane = width * height;
    int[] levels = new int[values.length];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = range.level(values[i % 3 * plane + i / 3]);
    }
    return levels;
  }

  /** The picture as it is after it was kept in 8 bits. */
  public Image rounded() {
    return ofLevels(levels(), width, height, range);
  }

  /** The picture in 8 bits a channel. */
  public BufferedImage toBufferedImage() {
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    picture.getRaster().setPixels(0, 0, width, height, levels());
    return picture;
  }

  /** The square of {@code size} pixels in the middle; half a pixel up and left of it if need be. */
  public Image centre(int size) {
    int left = (width - size) / 2;
    int top = (height - size) / 2;
    float[] square = new float[3 * size * size];
    for (int i = 0; i < square.length; i++) {
      int channel = i / (size * size);
      int row = top + i / size % size;
      int column = left + i % size;
      square[i] = values[(channel * height + row) * width + column];
    }
    return new Image(square, size, size, range);
  }

  /** A batch of one, [1, 3, height, width] in [-1, 1]. */
  public NDArray toArray(NDManager manager) {
    return batch(List.of(this), manager);
  }

  /**
   * Pictures of one size, [n, 3, height, width] in [-1, 1].
   *
   * @throws IllegalArgumentException if there are none, or they differ in size
   */
  public static NDArray batch(List<Image> pictures, NDManager manager) {
    if (pictures.isEmpty()) {
      throw new IllegalArgumentException("a batch needs a picture");
    }
    Image first = pictures.get(0);
    int count = first.values.length;
    float[] all = new float[pictures.size() * count];
    for (int i = 0; i < pictures.size(); i++) {
      Image picture = pictures.get(i);
      if (picture.width != first.width || picture.height != first.height) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "one batch cannot hold pictures of %d x %d and of %d x %d pixels",
                first.width,
                first.height,
                picture.width,
                picture.height));
      }
      for (int j = 0; j < count; j++) {
        all[i * count + j] = picture.range.signed(picture.values[j]);
      }
    }
    return manager.create(all, new Shape(pictures.size(), 3, first.height, first.width));
  }
}
