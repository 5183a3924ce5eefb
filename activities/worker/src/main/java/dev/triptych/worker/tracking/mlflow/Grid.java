package dev.triptych.worker.tracking.mlflow;

import dev.triptych.models.images.Png;
import dev.triptych.worker.tracking.RunEvent.Frame;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/**
 * How MLflow's image grid finds pictures, as {@code MlflowClient.log_image} of MLflow 3.17 names
 * them: {@code images/<series>+step+<step>+timestamp+<ms>+<uuid>.png}, and beside each a small one
 * whose name ends in {@code +compressed}, which the grid shows. It takes PNG for either. Nothing
 * else may lie in {@code images/}: the grid would show no picture at all.
 */
final class Grid {
  /** Tag without which the user interface does not look for pictures. */
  static final String TAG = "mlflow.loggedImages";

  private static final int SMALL = 256; // pixels of the longer side, as log_image makes them

  private Grid() {}

  /** Path of a picture without its extension; the same picture always gets the same one. */
  static String path(String series, Frame frame, Instant at) {
    if (!series.matches("[a-zA-Z0-9_\\-./ ]+")) {
      throw new IllegalArgumentException("not a series that MLflow shows: " + series);
    }
    String identity = series + "/" + frame.step() + "/" + frame.image().sha256();
    UUID uuid = UUID.nameUUIDFromBytes(identity.getBytes(StandardCharsets.UTF_8));
    return "images/"
        + series.replace('/', '~')
        + "+step+"
        + frame.step()
        + "+timestamp+"
        + at.toEpochMilli()
        + "+"
        + uuid;
  }

  /**
   * A copy whose longer side has {@value #SMALL} pixels; also of a smaller picture, which the grid
   * would show no larger than it is. What is no picture is its own copy.
   */
  static byte[] small(byte[] png) {
    try {
      BufferedImage image = Png.decode(png).orElse(null);
      int longer = image == null ? 0 : Math.max(image.getWidth(), image.getHeight());
      if (image == null || longer == SMALL) {
        return png;
      }
      int width = Math.max(1, image.getWidth() * SMALL / longer);
      int height = Math.max(1, image.getHeight() * SMALL / longer);
      BufferedImage scaled = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
      Graphics2D graphics = scaled.createGraphics();
      graphics.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
      graphics.drawImage(image, 0, 0, width, height, null);
      graphics.dispose();
      return Png.encode(scaled);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
