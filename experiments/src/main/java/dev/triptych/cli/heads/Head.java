package dev.triptych.cli.heads;

import dev.triptych.worker.live.Subject;
import dev.triptych.workflows.spec.AngleMode;

/**
 * A head of a run.
 *
 * @param cell portrait or model that it is of
 * @param style in words; of the face before any editing, {@value #PLAIN}
 * @param row what it has in common with the heads of other styles: variant and seed, in words
 * @param angles what angles mean for it
 */
public record Head(String cell, String style, String row, Subject subject, AngleMode angles) {
  /** What stands for the style of a face before any editing. */
  public static final String PLAIN = "plain face";

  /** For people: {@code an elf, ours, seed 0}. */
  public String title() {
    return style + ", " + row;
  }
}
