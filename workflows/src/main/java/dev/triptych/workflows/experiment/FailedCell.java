package dev.triptych.workflows.experiment;

import dev.triptych.workflows.tracking.Failure;

/**
 * That a cell has failed, and why.
 *
 * @param place of the cell in the spec's order
 */
public record FailedCell(int place, Failure failure) {
  private static final int LONGEST = 300; // characters that a launch takes along

  /** The same in few words: the whole message is kept with the cell. */
  FailedCell shortened() {
    String message = failure.message();
    return message.length() <= LONGEST
        ? this
        : new FailedCell(
            place, new Failure(failure.type(), message.substring(0, LONGEST - 1) + "…"));
  }
}
