package dev.triptych.worker.activities;

import dev.triptych.models.finite.Finite;
import dev.triptych.models.finite.NonFiniteException;
import dev.triptych.worker.errors.TriptychException.CorruptArtifact;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.workflows.artifact.ArtifactRef;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Square pictures in the store: 8-bit PNG outside, [3, s, s] in [-1, 1] inside. */
final class Pictures {
  private static final String PNG = "image/png";
  private static final float HALF = 127.5f; // [-1, 1] to [0, 255]

  static {
    ImageIO.setUseCache(false); // pictures are small; no temporary files
  }

  private final ArtifactStore store;

  Pictures(ArtifactStore store) {
    this.store = store;
  }

  /**
   * Keeps a picture; values beyond [-1, 1] are cut.
   *
   * @param name of the picture, for the message
   * @throws NonFiniteException if a value is NaN or infinite
   */
  ArtifactRef put(float[] values, String name) {
    Finite.require(values, name);
    int size = (int) Math.round(Math.sqrt(values.length / 3.0));
    BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
    int plane = size * size;
    int[] rgb = new int[plane];
    for (int i = 0; i < plane; i++) {
      rgb[i] =
          level(values[i]) << 16 | level(values[i + plane]) << 8 | level(values[i + 2 * plane]);
    }
    image.setRGB(0, 0, size, size, rgb, 0, size);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return store.put(out.toByteArray(), PNG);
  }

  /**
   * The values that a picture would have after it was kept.
   *
   * @param name of the picture, for the message
   * @throws NonFiniteException if a value is NaN or infinite
   */
  static float[] rounded(float[] values, String name) {
    Finite.require(values, name);
    float[] rounded = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      rounded[i] = level(values[i]) / HALF - 1;
    }
    return rounded;
  }

  private static int level(float value) {
    return Math.max(0, Math.min(255, Math.round((value + 1) * HALF)));
  }

  /**
   * The picture behind {@code ref}, row-major.
   *
   * @throws CorruptArtifact if it is no square picture
   */
  float[] get(ArtifactRef ref) {
    BufferedImage image;
    try {
      image = ImageIO.read(new ByteArrayInputStream(store.get(ref)));
    } catch (IOException e) {
      throw new CorruptArtifact("A picture cannot be read (" + e.getMessage() + ")", ref.key());
    }
    if (image == null || image.getWidth() != image.getHeight()) {
      throw new CorruptArtifact("An artefact is no square picture", ref.key());
    }
    int size = image.getWidth();
    int plane = size * size;
    int[] rgb = image.getRGB(0, 0, size, size, null, 0, size);
    float[] values = new float[3 * plane];
    for (int i = 0; i < plane; i++) {
      values[i] = (rgb[i] >> 16 & 0xff) / HALF - 1;
      values[plane + i] = (rgb[i] >> 8 & 0xff) / HALF - 1;
      values[2 * plane + i] = (rgb[i] & 0xff) / HALF - 1;
    }
    return values;
  }
}
