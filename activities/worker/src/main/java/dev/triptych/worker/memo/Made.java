package dev.triptych.worker.memo;

import dev.triptych.workflows.stage.Staged;
import java.util.Objects;

/**
 * What a stage has just made.
 *
 * @param staged says in its record how long it took
 * @param device on which it ran
 */
record Made(Staged<?> staged, String device) {
  Made {
    Objects.requireNonNull(staged, "staged is null");
    Objects.requireNonNull(device, "device is null");
  }
}
