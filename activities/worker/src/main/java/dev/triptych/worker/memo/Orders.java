package dev.triptych.worker.memo;

import dev.triptych.workflows.stage.Stage;
import java.util.Optional;

/** Which stages are to be made anew in spite of what is kept. */
@FunctionalInterface
public interface Orders {
  /** What is kept counts. */
  Orders NONE = (workflow, execution, stage) -> Optional.empty();

  /**
   * The order to make {@code stage} anew; empty if there is none.
   *
   * @param workflow id of the workflow that asks for the stage
   * @param execution id of that workflow's execution, through which the answer stays the same
   */
  Optional<String> anew(String workflow, String execution, Stage stage);
}
