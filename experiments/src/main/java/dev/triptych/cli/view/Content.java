package dev.triptych.cli.view;

import dev.triptych.models.images.Image;
import dev.triptych.models.images.Png;

/**
 * What a browser is sent.
 *
 * @param type media type
 * @param width of a picture without a form of its own, in pixels; 0 of what has one
 */
@SuppressWarnings("ArrayRecordComponent") // on its way out, and never compared
record Content(String type, byte[] bytes, int width) {
  private static final int CHANNELS = 4;

  /** Red, green, blue and opaque bytes: what a canvas takes as it is. */
  static Content pixels(Image image) {
    int[] levels = image.levels();
    byte[] pixels = new byte[levels.length / 3 * CHANNELS];
    for (int i = 0; i < pixels.length; i++) {
      int channel = i % CHANNELS;
      pixels[i] = channel == 3 ? -1 : (byte) levels[i / CHANNELS * 3 + channel];
    }
    return new Content("application/octet-stream", pixels, image.width());
  }

  /** glTF 2.0 in binary. */
  static Content glb(byte[] bytes) {
    return new Content("model/gltf-binary", bytes, 0);
  }

  static Content png(Image image) {
    return new Content("image/png", Png.encode(image.toBufferedImage()), 0);
  }
}
