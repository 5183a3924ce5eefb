package dev.triptych.workflows.database;

import dev.triptych.workflows.dataset.FewShotDataset;
import dev.triptych.workflows.stage.Progress;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;

/**
 * Algorithm 1 for many styles, and for many identities: a child for each dataset, a window of them
 * at a time.
 */
@WorkflowInterface
public interface StyleDatabaseWorkflow {
  /** The database, in the form in which portraits take their data. */
  @WorkflowMethod
  FewShotDataset make(StyleDatabaseRequest request);

  /** Of the datasets that are finished; those under way know how far they are. */
  @QueryMethod
  Progress progress();

  /** Ids of the workflows whose datasets are under way. */
  @QueryMethod
  List<String> running();
}
