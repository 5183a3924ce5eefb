package dev.triptych.cli.launch;

import dev.triptych.cli.console.Console;
import dev.triptych.cli.priors.InstalledPriors;
import dev.triptych.cli.progress.ProgressView;
import dev.triptych.cli.progress.StatusFile;
import dev.triptych.cli.progress.StatusWriter;
import dev.triptych.cli.progress.Watch;
import dev.triptych.cli.report.ReportWriter;
import dev.triptych.cli.runs.RunParameter;
import dev.triptych.cli.spec.TextWarnings;
import dev.triptych.cli.temporal.Engine;
import dev.triptych.cli.temporal.Places;
import dev.triptych.cli.temporal.ServicePlace;
import dev.triptych.cli.temporal.WorkflowStarter;
import dev.triptych.models.priors.PriorSet;
import dev.triptych.worker.RunLog;
import dev.triptych.worker.runs.FirstTrace;
import dev.triptych.worker.runs.RunEntry;
import dev.triptych.worker.runs.RunFolder;
import dev.triptych.worker.runs.RunIndex;
import dev.triptych.worker.runs.RunStatus;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.telemetry.LogContext;
import dev.triptych.worker.telemetry.Spans;
import dev.triptych.workflows.experiment.ExperimentMonitor;
import dev.triptych.workflows.experiment.ExperimentResult;
import dev.triptych.workflows.experiment.Launch;
import dev.triptych.workflows.experiment.Parallelism;
import dev.triptych.workflows.spec.ExperimentSpec;
import dev.triptych.workflows.spec.Warning;
import dev.triptych.workflows.stage.Causes;
import dev.triptych.workflows.stage.StageFailures;
import dev.triptych.workflows.stage.State;
import dev.triptych.workflows.tracing.TraceHeader;
import dev.triptych.workflows.tracking.Failure;
import dev.triptych.workflows.tracking.ReportRequest;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TerminatedFailure;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs one launch to its end, shows and keeps how it goes. */
final class RunLauncher {
  private static final long POLL_MILLIS = 500;

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
   * @param places of each slot
   * @return how it ended: done, failed or cancelled; empty if it goes on
   */
  Optional<RunStatus> launch(
      ArtifactStore store,
      RunEntry entry,
      Places places,
      Parallelism parallelism,
      FollowOptions follow,
      Map<String, String> tags)
      throws InterruptedException {
    RunFolder folder = new RunFolder(store, entry.run());
    ExperimentSpec spec = folder.spec();
    NoticeAddress notice = follow.notice(console.environment(), engines.lasting());
    Tracking.check(console, spec.name());
    warn(folder, spec, InstalledPriors.in(store.local()).find(entry.priors().name()));
    RunIndex index = new RunIndex(store);
    try (LogContext context = LogContext.of(entry.run(), Span.current().getSpanContext());
        RunLog log = RunLog.open(folder.log());
        Engine engine = start(store, places, entry.run(), notice)) {
      WorkflowClient client = engine.client();
      String service = engines.lasting() ? ServicePlace.of(client).toString() : null;
      RunEntry started = entry.startedNow(clock.instant(), service);
      index.write(started);
      RunParameter.requireWhole(index, entry.run()); // whoever deletes it looks at the entry too
      folder.deleteNotice();
      tellTrace(store, entry.run());
      Launch launch =
          new Launch(entry.run(), spec, entry.priors(), parallelism.forDatasetsOf(spec), tags)
              .notifying(notice.variable());
      WorkflowStarter starter =
          new WorkflowStarter(client, console, follow.priority(), folder.place());
      if (!engines.lasting()) {
        return Optional.of(
            follow(
                starter.startEmbedded(launch),
                watch(client, folder, index, started, places.size()),
                store));
      }
      WorkflowStub workflow = starter.startOnService(launch);
      tellWhere(client, entry.run());
      if (follow.detach()) {
        return Optional.empty();
      }
      return Optional.of(
          follow(workflow, watch(client, folder, index, started, places.size()), store));
    }
  }

  private void warn(RunFolder folder, ExperimentSpec spec, PriorSet priors) {
    List<Warning> warnings = TextWarnings.of(spec, priors);
    folder.writeWarnings(warnings);
    warnings.forEach(warning -> console.err().println("Warning: " + warning.message()));
  }

  private Watch watch(
      WorkflowClient client, RunFolder folder, RunIndex index, RunEntry started, int slots) {
    StatusWriter writer =
        new StatusWriter(new StatusFile(folder, clock), engines.lasting(), console);
    // On a service, as many work as there are workers.
    int parallel = engines.lasting() ? 0 : slots;
    return new Watch(
        new ExperimentMonitor(client, folder.run(), folder.spec()),
        folder,
        index,
        started,
        writer,
        parallel,
        clock);
  }

  private Engine start(ArtifactStore store, Places places, String run, NoticeAddress notice) {
    try (InterruptHandler early = InterruptHandler.refrains("resume " + run, console)) {
      return engines.with(notice.variables()).start(store, places);
    }
  }

  /** Has this launch's trace refer to that of the first. */
  private void tellTrace(ArtifactStore store, String run) {
    Span span = Span.current().setAttribute(Spans.RUN, run);
    SpanContext own = span.getSpanContext();
    if (own.isValid()) {
      new FirstTrace(store, run)
          .keep(TraceHeader.fields(own))
          .map(TraceHeader::of)
          .ifPresent(span::addLink);
      console.err().println("Trace: " + own.getTraceId());
    }
  }

  private void tellWhere(WorkflowClient client, String run) {
    ServicePlace place = ServicePlace.of(client);
    String page = place.page(run, console.environment()).orElse("workflow " + run + " in " + place);
    console.err().println("Temporal: " + page);
  }

  private RunStatus follow(WorkflowStub workflow, Watch watch, ArtifactStore store)
      throws InterruptedException {
    CompletableFuture<ExperimentResult> result = workflow.getResultAsync(ExperimentResult.class);
    try (watch;
        InterruptHandler interruption = interruption(workflow, watch.run());
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
            if (interruption.requested() || stopped(e)) {
              return watch.end(State.CANCELLED);
            }
            throw failed(e, watch, store);
          }
        }
      }
    }
  }

  private InterruptHandler interruption(WorkflowStub workflow, String run) {
    return engines.lasting()
        ? InterruptHandler.detaches("resume " + run + "\nStop it: triptych cancel " + run, console)
        : InterruptHandler.cancels(workflow, "resume " + run, console);
  }

  private static boolean unreachable(ExecutionException e) {
    return Causes.find(e, StatusRuntimeException.class)
        .map(status -> status.getStatus().getCode())
        .filter(code -> code == Code.UNAVAILABLE || code == Code.DEADLINE_EXCEEDED)
        .isPresent();
  }

  /** Somebody may have cancelled or terminated it from elsewhere. */
  private static boolean stopped(ExecutionException e) {
    return Causes.have(e, CanceledFailure.class) || Causes.have(e, TerminatedFailure.class);
  }

  /** Writes down that the launch has failed as a whole; returns what it failed with. */
  private RuntimeException failed(ExecutionException e, Watch watch, ArtifactStore store) {
    RuntimeException failure =
        e.getCause() instanceof RuntimeException cause
            ? cause
            : new IllegalStateException("The launch ended without a result", e.getCause());
    try {
      watch.end(new Failure(StageFailures.type(failure), StageFailures.message(failure)));
      new ReportWriter(store, clock).writeReport(new ReportRequest(watch.run(), State.FAILED));
    } catch (RuntimeException unwritable) {
      failure.addSuppressed(unwritable); // what it failed with says more
    }
    return failure;
  }
}
