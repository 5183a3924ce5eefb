package dev.triptych.worker.memo;

import dev.triptych.worker.heartbeat.Drain;
import dev.triptych.worker.slots.Slots;
import dev.triptych.workflows.stage.Stage;

/** Lets a test call the code of a stage, as if it were the only one of a worker. */
public final class SoleStage {
  private SoleStage() {}

  /** This thread runs {@code stage} until the context is closed. */
  public static StageContext enter(Stage stage, Object request) {
    return StageContext.enter(
        StageKey.of(stage, 1, request), new Drain(), new Slots(1).take(false, () -> {}));
  }
}
