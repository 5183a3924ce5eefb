package dev.triptych.worker.live;

import java.util.List;

/**
 * Something of a run to look at: a portrait, or a model of many.
 *
 * @param id unique within the run
 * @param style in words; of a model of many what it was trained on
 * @param variant in short
 * @param seeds in words
 * @param person tells its face from others'; of a model of many, the model's name
 * @param styles that one model knows, in the spec's order; empty of a portrait of one style
 * @param faces that it knows them of; empty of a portrait of one style
 */
public record Exhibit(
    String id,
    String style,
    String variant,
    String seeds,
    String person,
    List<String> styles,
    List<Face> faces) {
  public Exhibit {
    styles = List.copyOf(styles);
    faces = List.copyOf(faces);
  }

  /**
   * @param number among those of the run's database
   * @param heldOut whether it was never trained on
   */
  public record Face(int number, boolean heldOut) {}
}
