package dev.triptych.cli.launch;

import dev.triptych.cli.console.Console;
import dev.triptych.cli.console.ExitCode;
import dev.triptych.cli.console.UserError;
import dev.triptych.cli.progress.Overview;
import dev.triptych.cli.progress.ProgressView;
import dev.triptych.cli.progress.TrainingEta;
import dev.triptych.cli.temporal.Engine;
import dev.triptych.workflows.stage.Priorities;
import dev.triptych.workflows.stage.TaskQueues;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.workflow.Functions;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;

/** Begins a workflow that is no launch of an experiment, waits for it, and shows how far it is. */
final class Follower {
  private static final long POLL_MILLIS = 500;

  private final Console console;
  private final Engine.Starter engines;
  private final Clock clock;

  Follower(Console console, Engine.Starter engines, Clock clock) {
    this.console = console;
    this.engines = engines;
    this.clock = clock;
  }

  /**
   * Starts a workflow, or finds the one that goes on under its id, as on a service.
   *
   * @param priority one of {@link Priorities}
   * @param method of the workflow
   */
  static <W, A, R> W begin(
      WorkflowClient client,
      Class<W> type,
      String id,
      int priority,
      String summary,
      Function<W, Functions.Func1<A, R>> method,
      A request) {
    W workflow =
        client.newWorkflowStub(
            type,
            WorkflowOptions.newBuilder()
                .setWorkflowId(id)
                .setTaskQueue(TaskQueues.CPU)
                .setPriority(Priorities.of(priority))
                .setStaticSummary(summary)
                .build());
    try {
      WorkflowClient.start(method.apply(workflow), request);
      return workflow;
    } catch (WorkflowExecutionAlreadyStarted e) {
      return client.newWorkflowStub(type, id);
    }
  }

  /**
   * The workflow's result.
   *
   * @param again the command that goes on with it, without the program's name
   * @param overview how far it is; may throw what the service throws
   * @throws UserError if it was stopped
   */
  <T> T follow(WorkflowStub workflow, Class<T> type, String again, Supplier<Overview> overview)
      throws InterruptedException {
    CompletableFuture<T> result = workflow.getResultAsync(type);
    try (InterruptHandler interruption =
            engines.lasting()
                ? InterruptHandler.detaches(again, console)
                : InterruptHandler.cancels(workflow, again, console);
        ProgressView view = ProgressView.on(console, clock)) {
      TrainingEta eta = new TrainingEta();
      while (true) {
        try {
          return result.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
          show(overview, view, eta);
        } catch (ExecutionException e) {
          if (interruption.requested()) {
            throw new UserError(ExitCode.INTERRUPTED, "It was stopped; finished steps are kept.");
          }
          throw e.getCause() instanceof RuntimeException cause
              ? cause
              : new IllegalStateException("A workflow ended without a result", e.getCause());
        }
      }
    }
  }

  private void show(Supplier<Overview> overview, ProgressView view, TrainingEta eta) {
    Overview now;
    try {
      now = overview.get();
    } catch (WorkflowException e) {
      return; // it has not begun to answer, or has just ended
    }
    eta.update(clock.instant(), now.fraction());
    view.show(now, eta.remaining());
  }
}
