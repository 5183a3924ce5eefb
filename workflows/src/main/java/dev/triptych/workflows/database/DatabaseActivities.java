package dev.triptych.workflows.database;

import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageMethod;
import dev.triptych.workflows.stage.Staged;
import io.temporal.activity.ActivityInterface;

/** Bookkeeping of databases, on {@link dev.triptych.workflows.stage.TaskQueues#CPU}. */
@ActivityInterface
public interface DatabaseActivities {
  /** Writes down what a style consists of, and adds up what its datasets took. */
  FinishedPage finishPage(PageRequest request);

  @StageMethod(Stage.ASSEMBLE_DATABASE)
  Staged<StyleDatabase> assembleDatabase(AssembleDatabaseRequest request);
}
