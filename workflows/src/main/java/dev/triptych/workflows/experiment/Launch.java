package dev.triptych.workflows.experiment;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.triptych.workflows.priors.PriorRef;
import dev.triptych.workflows.spec.ExperimentSpec;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One launch of an experiment.
 *
 * @param run id of the launch, which is its workflow's id too
 * @param priors the set that {@code spec.priors} resolved to
 * @param tags what is known about the place of the launch, for instance the commit
 * @param eventsPerExecution events of its history after which it begins no more cells, and goes on
 *     as a new execution; 0 for the usual
 * @param carried from the execution before; null in the first
 * @param notice variable of the workers' environment with the address to tell when the launch has
 *     ended; null to tell nobody
 */
public record Launch(
    String run,
    ExperimentSpec spec,
    PriorRef priors,
    Parallelism parallelism,
    Map<String, String> tags,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) int eventsPerExecution,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Carried carried,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String notice) {
  // A cell has some 45 events. Those under way at the border, a hundred of them on a large cluster,
  // still end below 10,000, where Temporal begins to warn; it ends a workflow at 50,000. A worker
  // that has to replay an execution does so within a workflow task's time, on a busy machine too.
  private static final int USUAL_EVENTS = 2_000;

  public Launch {
    tags = new TreeMap<>(tags);
  }

  public Launch(
      String run,
      ExperimentSpec spec,
      PriorRef priors,
      Parallelism parallelism,
      Map<String, String> tags) {
    this(run, spec, priors, parallelism, tags, 0, null, null);
  }

  /** Whether a history of so many events is long enough. */
  boolean fills(long events) {
    return events >= (eventsPerExecution > 0 ? eventsPerExecution : USUAL_EVENTS);
  }

  /** The same launch, gone on. */
  Launch with(Carried carried) {
    return new Launch(run, spec, priors, parallelism, tags, eventsPerExecution, carried, notice);
  }

  /** The same launch, of whose end somebody is told, if {@code variable} is not null. */
  public Launch notifying(@Nullable String variable) {
    return new Launch(run, spec, priors, parallelism, tags, eventsPerExecution, carried, variable);
  }
}
