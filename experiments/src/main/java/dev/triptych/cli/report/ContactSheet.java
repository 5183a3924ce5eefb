package dev.triptych.cli.report;

import java.util.List;

/**
 * The scored views of a portrait beside what they are compared with, small: whether there is a face
 * in them, which a CLIP score does not tell.
 *
 * @param file the picture's name in the report's folder: a row for each kind, a column for each
 *     view
 * @param rows what they show
 * @param columns how many views
 */
public record ContactSheet(String file, List<String> rows, int columns) {
  public ContactSheet {
    rows = List.copyOf(rows);
  }
}
