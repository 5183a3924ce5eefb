package dev.triptych.worker;

import dev.triptych.worker.activities.DatasetSteps;
import dev.triptych.worker.activities.EditingSteps;
import dev.triptych.worker.activities.EvaluationSteps;
import dev.triptych.worker.activities.GenerationSteps;
import dev.triptych.worker.activities.I2tSteps;
import dev.triptych.worker.activities.PriorTrainingSteps;
import dev.triptych.worker.activities.StageLogSteps;
import dev.triptych.worker.activities.TrackedReports;
import dev.triptych.worker.activities.TrackingSteps;
import dev.triptych.worker.activities.WorkflowPages;
import dev.triptych.worker.activities.Workshop;
import dev.triptych.workflows.experiment.TriptychWorkflows;
import dev.triptych.workflows.tracking.ReportActivities;
import io.temporal.worker.Worker;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a worker can do.
 *
 * @param workflows registers workflows
 * @param gpu activities of {@link dev.triptych.workflows.stage.TaskQueues#GPU}
 * @param cpu activities of {@link dev.triptych.workflows.stage.TaskQueues#CPU}
 */
public record Duties(Consumer<Worker> workflows, List<Object> gpu, List<Object> cpu) {
  public Duties {
    gpu = List.copyOf(gpu);
    cpu = List.copyOf(cpu);
  }

  /** Everything that Triptych does. */
  public static Duties all(
      Workshop workshop, ReportActivities reports, WorkflowPages pages, Clock clock) {
    return new Duties(
        TriptychWorkflows::register,
        List.of(
            new GenerationSteps(workshop),
            new EditingSteps(workshop),
            new I2tSteps(workshop),
            new EvaluationSteps(workshop),
            new PriorTrainingSteps(workshop)),
        List.of(
            new DatasetSteps(workshop.store()),
            new StageLogSteps(workshop.store()),
            new TrackingSteps(workshop.store(), workshop.tracker(), pages, clock),
            new TrackedReports(reports, workshop.store(), workshop.tracker())));
  }

  List<Object> activities() {
    List<Object> all = new ArrayList<>(gpu);
    all.addAll(cpu);
    return all;
  }
}
