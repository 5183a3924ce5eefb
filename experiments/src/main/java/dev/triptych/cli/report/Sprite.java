package dev.triptych.cli.report;

import java.util.List;
import java.util.Objects;

/**
 * Many views in one picture: tile {@code i} shows {@code poses[i]}, row by row.
 *
 * @param file the picture's name in the report's folder
 * @param bytes of the picture
 * @param tile side of a tile in pixels
 * @param columns tiles in a row
 * @param poses pitch and yaw of each tile, nominal degrees
 */
public record Sprite(String file, long bytes, int tile, int columns, List<double[]> poses) {
  public Sprite {
    Objects.requireNonNull(file, "file is null");
    poses = List.copyOf(poses);
  }
}
