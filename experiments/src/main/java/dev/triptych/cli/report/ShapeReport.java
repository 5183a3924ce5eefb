package dev.triptych.cli.report;

import java.util.List;
import java.util.Objects;

/**
 * The surface of a head from several sides, as a report shows it.
 *
 * @param cell portrait or model
 * @param style in words
 * @param row variant and seed, in words
 * @param file of the picture, in the report's folder
 * @param bytes of the picture
 */
public record ShapeReport(String cell, String style, String row, String file, long bytes) {
  public ShapeReport {
    Objects.requireNonNull(cell, "cell is null");
    Objects.requireNonNull(file, "file is null");
  }

  /** The document in the report's folder. */
  record All(List<ShapeReport> shapes) {
    All {
      shapes = List.copyOf(shapes);
    }
  }
}
