package dev.triptych.cli.launch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.triptych.cli.console.Console;
import dev.triptych.cli.runs.RunEntry;
import dev.triptych.cli.runs.RunFolder;
import dev.triptych.cli.runs.RunIndex;
import dev.triptych.cli.runs.RunStatus;
import dev.triptych.worker.RunLog;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.Keys;
import dev.triptych.workflows.experiment.ExperimentMonitor;
import dev.triptych.workflows.experiment.ExperimentResult;
import dev.triptych.workflows.experiment.Launch;
import dev.triptych.workflows.experiment.Parallelism;
import dev.triptych.workflows.spec.ExperimentSpec;
import dev.triptych.workflows.stage.State;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TerminatedFailure;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs one launch to its end, shows and keeps how it goes. */
final class RunLauncher {
  private static final long POLL_MILLIS = 500;
  private static final String LOG = "log.txt";

  private final Console console;
  private final Engine.Starter engines;
  private final Clock clock;

  RunLauncher(Console console, Engine.Starter engines, Clock clock) {
    this.console = console;
    this.engines = engines;
    this.clock = clock;
  }

  /**
   * Launches {@code entry}'s run, or launches it again, in a store that this process has locked,
   * and waits for its end unless it is to be left alone. Its folder must hold the resolved spec.
   *
   * @return how it ended: done, failed or cancelled; empty if it goes on
   */
  Optional<RunStatus> launch(
      ArtifactStore store,
      RunEntry entry,
      int slots,
      FollowOptions follow,
      Map<String, String> tags)
      throws InterruptedException {
    RunFolder folder = new RunFolder(store, entry.run());
    ExperimentSpec spec = folder.spec();
    Tracking.check(console, spec.name());
    JsonNode resolved = folder.resolved();
    RunIndex index = new RunIndex(store);
    try (RunLog log = RunLog.open(store.local().resolve(Keys.run(entry.run(), LOG)));
        Engine engine = start(store, slots, entry.run())) {
      WorkflowClient client = engine.client();
      String service = engines.lasting() ? ServicePlace.of(client).toString() : null;
      RunEntry started = entry.startedNow(clock.instant(), service);
      index.write(started);
      Launch launch =
          new Launch(entry.run(), spec, entry.priors(), Parallelism.forSlots(slots), tags);
      Starting starting = new Starting(client, console, follow.priority(), folder.place());
      if (!engines.lasting()) {
        return Optional.of(
            follow(starting.embedded(launch), watch(client, folder, index, started, resolved)));
      }
      WorkflowStub workflow = starting.service(launch);
      tellWhere(client, entry.run());
      if (follow.detach()) {
        return Optional.empty();
      }
      return Optional.of(follow(workflow, watch(client, folder, index, started, resolved)));
    }
  }

  private Watch watch(
      WorkflowClient client, RunFolder folder, RunIndex index, RunEntry started, JsonNode spec) {
    StatusWriter writer =
        new StatusWriter(new StatusBook(folder, spec, clock), engines.lasting(), console);
    return new Watch(new ExperimentMonitor(client), folder, index, started, writer, clock);
  }

  private Engine start(ArtifactStore store, int slots, String run) {
    try (Interruption early = Interruption.refrains("resume " + run, console)) {
      return engines.start(store, slots);
    }
  }

  private void tellWhere(WorkflowClient client, String run) {
    ServicePlace place = ServicePlace.of(client);
    String page = place.page(run, console.environment()).orElse("workflow " + run + " in " + place);
    console.err().println("Temporal: " + page);
  }

  private RunStatus follow(WorkflowStub workflow, Watch watch) throws InterruptedException {
    CompletableFuture<ExperimentResult> result = workflow.getResultAsync(ExperimentResult.class);
    try (watch;
        Interruption interruption = interruption(workflow, watch.run());
        ProgressView view = ProgressView.on(console, clock)) {
      while (true) {
        try {
          return watch.end(result.get(POLL_MILLIS, TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
          watch.look().ifPresent(progress -> watch.show(progress, view));
        } catch (ExecutionException e) {
          if (engines.lasting() && unreachable(e)) {
            result = workflow.getResultAsync(ExperimentResult.class); // the run goes on meanwhile
          } else {
            return watch.end(interruption.requested() ? State.CANCELLED : stopped(e));
          }
        }
      }
    }
  }

  private Interruption interruption(WorkflowStub workflow, String run) {
    return engines.lasting()
        ? Interruption.detaches("resume " + run + "\nStop it: triptych cancel " + run, console)
        : Interruption.cancels(workflow, "resume " + run, console);
  }

  private static boolean unreachable(ExecutionException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof StatusRuntimeException status) {
        return switch (status.getStatus().getCode()) {
          case UNAVAILABLE, DEADLINE_EXCEEDED -> true;
          default -> false;
        };
      }
    }
    return false;
  }

  /** Somebody may have cancelled or terminated it from elsewhere; all else is a fault. */
  private static State stopped(ExecutionException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof CanceledFailure || cause instanceof TerminatedFailure) {
        return State.CANCELLED;
      }
    }
    return fail(e);
  }

  private static State fail(ExecutionException e) {
    if (e.getCause() instanceof RuntimeException cause) {
      throw cause;
    }
    throw new IllegalStateException("The launch ended without a result", e.getCause());
  }
}
