package dev.triptych.cli.temporal;

import dev.triptych.cli.console.Console;
import dev.triptych.cli.progress.Overview;
import dev.triptych.cli.progress.StatusFile;
import dev.triptych.cli.runs.RunRefresher;
import dev.triptych.worker.errors.TriptychException.DamagedDocument;
import dev.triptych.worker.runs.RunEntry;
import dev.triptych.worker.runs.RunFolder;
import dev.triptych.worker.runs.RunIndex;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.workflows.experiment.ExperimentMonitor;
import dev.triptych.workflows.experiment.ExperimentProgress;
import dev.triptych.workflows.experiment.ExperimentResult;
import dev.triptych.workflows.stage.State;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowExecutionDescription;
import io.temporal.client.WorkflowNotFoundException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks a Temporal service about the runs that it has; their launching commands may be gone. */
public final class ServiceRunRefresher implements RunRefresher {
  private final Console console;
  private final Engine.Starter engines;
  private final Clock clock;

  public ServiceRunRefresher(Console console, Engine.Starter engines, Clock clock) {
    this.console = console;
    this.engines = engines;
    this.clock = clock;
  }

  @Override
  public RunEntry refresh(ArtifactStore store, RunEntry entry) {
    if (!elsewhere(entry) || !reachable(entry)) {
      return entry;
    }
    try (Engine engine = engines.start(store, Places.elsewhere())) {
      return new ServiceRun(engine.client(), store, entry).refreshProgress();
    }
  }

  @Override
  public List<RunEntry> refreshStates(ArtifactStore store, List<RunEntry> entries) {
    List<RunEntry> elsewhere = entries.stream().filter(ServiceRunRefresher::elsewhere).toList();
    if (elsewhere.isEmpty() || !reachable(elsewhere.get(0))) {
      return entries;
    }
    List<RunEntry> known = new ArrayList<>();
    try (Engine engine = engines.start(store, Places.elsewhere())) {
      for (RunEntry entry : entries) {
        known.add(elsewhere(entry) ? refreshState(engine.client(), store, entry) : entry);
      }
    }
    return known;
  }

  private RunEntry refreshState(WorkflowClient client, ArtifactStore store, RunEntry entry) {
    try {
      return new ServiceRun(client, store, entry).refreshState();
    } catch (DamagedDocument e) {
      console.err().println(entry.run() + ": " + e.getMessage()); // the others can be shown
      return entry;
    }
  }

  private static boolean elsewhere(RunEntry entry) {
    return entry.service() != null && !entry.state().closed();
  }

  private boolean reachable(RunEntry entry) {
    if (!engines.lasting()) {
      console
          .err()
          .println(
              "The run "
                  + entry.run()
                  + " is on the Temporal service "
                  + entry.service()
                  + ", and TEMPORAL_ADDRESS is not set: this is what was last known.");
    }
    return engines.lasting();
  }

  /** What the service knows of one run. */
  private final class ServiceRun {
    private final WorkflowClient client;
    private final ArtifactStore store;
    private final RunFolder folder;
    private final RunEntry entry;

    ServiceRun(WorkflowClient client, ArtifactStore store, RunEntry entry) {
      this.client = client;
      this.store = store;
      this.folder = new RunFolder(store, entry.run());
      this.entry = entry;
    }

    RunEntry refreshState() {
      WorkflowExecutionDescription found = find();
      return found != null && goesOn(found) ? entry : ended(found);
    }

    RunEntry refreshProgress() {
      WorkflowExecutionDescription found = find();
      if (found == null || !goesOn(found)) {
        return ended(found);
      }
      try {
        ExperimentMonitor monitor = new ExperimentMonitor(client, entry.run(), folder.spec());
        ExperimentProgress progress = monitor.progress();
        statusFile().keep(progress);
        Overview overview = Overview.of(progress).with(monitor.retries());
        overview.notes().forEach(note -> console.err().println("Tried again: " + note));
        return kept(entry.with(State.RUNNING, overview.done(), null));
      } catch (WorkflowException e) {
        console
            .err()
            .println(
                "The run goes on, but no worker answers for it: this is what was last known. Start"
                    + " one with: triptych worker");
        return entry;
      }
    }

    private @Nullable WorkflowExecutionDescription find() {
      try {
        return client.newUntypedWorkflowStub(entry.run()).describe();
      } catch (WorkflowNotFoundException e) {
        return null;
      }
    }

    private static boolean goesOn(WorkflowExecutionDescription found) {
      return found.getStatus() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
    }

    private RunEntry ended(@Nullable WorkflowExecutionDescription found) {
      if (found == null) {
        console.err().println("The service no longer knows the run " + entry.run() + ".");
        return stopped(State.CANCELLED, clock.instant());
      }
      return switch (found.getStatus()) {
        case WORKFLOW_EXECUTION_STATUS_COMPLETED -> completed(found.getCloseTime());
        case WORKFLOW_EXECUTION_STATUS_FAILED, WORKFLOW_EXECUTION_STATUS_TIMED_OUT ->
            stopped(State.FAILED, found.getCloseTime());
        default -> stopped(State.CANCELLED, found.getCloseTime());
      };
    }

    /** Its result says everything, whether or not a worker is there to be asked. */
    private RunEntry completed(Instant at) {
      ExperimentResult result =
          client.newUntypedWorkflowStub(entry.run()).getResult(ExperimentResult.class);
      ExperimentProgress progress = ExperimentProgress.of(folder.spec(), result);
      statusFile().close(progress, result.state());
      return kept(entry.with(result.state(), Overview.of(progress).done(), at));
    }

    /** Cells that were done by then stay so. */
    private RunEntry stopped(State state, Instant at) {
      folder.note().map(last -> last.stopped(state)).ifPresent(folder::writeStatus);
      return kept(entry.with(state, entry.finished(), at));
    }

    private StatusFile statusFile() {
      return new StatusFile(folder, clock);
    }

    private RunEntry kept(RunEntry newer) {
      new RunIndex(store).write(newer);
      return newer;
    }
  }
}
