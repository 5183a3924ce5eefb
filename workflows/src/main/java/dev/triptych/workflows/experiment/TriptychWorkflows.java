package dev.triptych.workflows.experiment;

import dev.triptych.workflows.database.StyleDatabaseWorkflowImpl;
import dev.triptych.workflows.dataset.FewShotDatasetWorkflowImpl;
import dev.triptych.workflows.mixing.MixWorkflowImpl;
import dev.triptych.workflows.portrait.PortraitWorkflowImpl;
import dev.triptych.workflows.priors.PriorTrainingWorkflowImpl;
import io.temporal.common.converter.DataConverterException;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkflowImplementationOptions;

/**
 * All workflows of Triptych, for workers of {@link dev.triptych.workflows.stage.TaskQueues#CPU}.
 */
public final class TriptychWorkflows {
  private TriptychWorkflows() {}

  /** Registers every workflow. */
  public static void register(Worker worker) {
    worker.registerWorkflowImplementationTypes(
        WorkflowImplementationOptions.newBuilder()
            // A payload that cannot be read ends the workflow with a message. Temporal would else
            // try the workflow task for ever, and the user would wait without a word.
            .setFailWorkflowExceptionTypes(
                IllegalArgumentException.class,
                NullPointerException.class,
                DataConverterException.class)
            .build(),
        ExperimentWorkflowImpl.class,
        FewShotDatasetWorkflowImpl.class,
        StyleDatabaseWorkflowImpl.class,
        PortraitWorkflowImpl.class,
        MixWorkflowImpl.class,
        PriorTrainingWorkflowImpl.class);
  }
}
