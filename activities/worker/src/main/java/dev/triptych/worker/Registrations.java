package dev.triptych.worker;

import ai.djl.Device;
import dev.triptych.worker.activities.DatabaseSteps;
import dev.triptych.worker.activities.DatasetSteps;
import dev.triptych.worker.activities.EditingSteps;
import dev.triptych.worker.activities.EvaluationSteps;
import dev.triptych.worker.activities.GenerationSteps;
import dev.triptych.worker.activities.I2tSteps;
import dev.triptych.worker.activities.InversionSteps;
import dev.triptych.worker.activities.MixingSteps;
import dev.triptych.worker.activities.ModelSteps;
import dev.triptych.worker.activities.NotifySteps;
import dev.triptych.worker.activities.PriorTrainingSteps;
import dev.triptych.worker.activities.StageLogSteps;
import dev.triptych.worker.activities.StepResources;
import dev.triptych.worker.activities.TrackedReports;
import dev.triptych.worker.activities.TrackingSteps;
import dev.triptych.worker.activities.WorkflowPages;
import dev.triptych.workflows.experiment.TriptychWorkflows;
import dev.triptych.workflows.tracking.ReportActivities;
import io.temporal.worker.Worker;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What a worker registers with Temporal: the workflows and activities that it can run.
 *
 * @param workflows registers workflows
 * @param gpu activities of {@link dev.triptych.workflows.stage.TaskQueues#GPU}
 * @param cpu activities of {@link dev.triptych.workflows.stage.TaskQueues#CPU}
 * @param makeRoom is told on which device a step's memory ran out, before the step fails
 */
public record Registrations(
    Consumer<Worker> workflows, List<Object> gpu, List<Object> cpu, Consumer<Device> makeRoom) {
  public Registrations {
    gpu = List.copyOf(gpu);
    cpu = List.copyOf(cpu);
  }

  /** Activities that keep nothing in a device's memory. */
  public Registrations(Consumer<Worker> workflows, List<Object> gpu, List<Object> cpu) {
    this(workflows, gpu, cpu, device -> {});
  }

  /**
   * Everything that Triptych does.
   *
   * @param environment holds the addresses that are told of runs' ends
   */
  public static Registrations all(
      StepResources resources,
      ReportActivities reports,
      WorkflowPages pages,
      Map<String, String> environment,
      Clock clock) {
    I2tSteps i2t = new I2tSteps(resources);
    EvaluationSteps evaluation = new EvaluationSteps(resources);
    return new Registrations(
        TriptychWorkflows::register,
        List.of(
            new GenerationSteps(resources),
            new EditingSteps(resources),
            i2t,
            new InversionSteps(resources),
            evaluation,
            new ModelSteps(resources.store(), i2t, evaluation),
            new MixingSteps(resources),
            new PriorTrainingSteps(resources)),
        List.of(
            new DatasetSteps(resources.store()),
            new DatabaseSteps(resources.store()),
            new StageLogSteps(resources.store()),
            new TrackingSteps(resources.store(), resources.tracker(), pages, clock),
            new TrackedReports(reports, resources.store(), resources.tracker()),
            new NotifySteps(resources.store(), environment, clock)),
        resources.priors()::freeIdle);
  }

  List<Object> activities() {
    List<Object> all = new ArrayList<>(gpu);
    all.addAll(cpu);
    return all;
  }
}
