package dev.triptych.cli.video;

import java.awt.image.BufferedImage;
import java.io.IOException;

/** Writes a film that goes round and round, one frame in memory. */
public interface FilmWriter extends AutoCloseable {
  /**
   * Adds a frame.
   *
   * @param frame {@link BufferedImage#TYPE_INT_RGB}, all of one size
   */
  void add(BufferedImage frame) throws IOException;

  /** Ends the film, which is whole only if all frames were added. */
  @Override
  void close() throws IOException;
}
