package dev.triptych.cli.temporal;

import dev.triptych.cli.console.Console;
import dev.triptych.worker.retry.Backoff;
import dev.triptych.workflows.experiment.Captions;
import dev.triptych.workflows.experiment.ExperimentWorkflow;
import dev.triptych.workflows.experiment.Launch;
import dev.triptych.workflows.experiment.SearchKeys;
import dev.triptych.workflows.stage.Priorities;
import dev.triptych.workflows.stage.TaskQueues;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowServiceException;
import io.temporal.client.WorkflowStub;
import io.temporal.common.SearchAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Starts a launch's workflow, or finds it if it goes on. */
public final class WorkflowStarter {
  // A service knows new search attributes within seconds.
  private static final Backoff BACKOFF =
      new Backoff(Duration.ofSeconds(20), Duration.ofSeconds(1), Duration.ofSeconds(1));

  // Networks take all cores, and no other process could take the task over.
  private static final Duration EMBEDDED_TASK = Duration.ofMinutes(1);

  private final WorkflowClient client;
  private final Console console;
  private final int priority;
  private final String place;

  /**
   * @param place of the run's documents, for people
   */
  public WorkflowStarter(WorkflowClient client, Console console, int priority, String place) {
    this.client = client;
    this.console = console;
    this.priority = priority;
    this.place = place;
  }

  /** On the service inside this process, which knows neither search nor priorities. */
  public WorkflowStub startEmbedded(Launch launch) {
    return start(launch, options(launch).setWorkflowTaskTimeout(EMBEDDED_TASK));
  }

  /** On a service of its own. */
  public WorkflowStub startOnService(Launch launch) throws InterruptedException {
    WorkflowStub workflow = searchable(launch);
    for (String queue : unserved()) {
      console
          .err()
          .println(
              "No worker takes work from "
                  + queue
                  + " yet. Start a worker: "
                  + QueuePollers.command(queue));
    }
    return workflow;
  }

  private WorkflowStub searchable(Launch launch) throws InterruptedException {
    Optional<String> trouble = new SearchAttributesSetup(client).ensure();
    if (trouble.isPresent()) {
      withoutSearch(trouble.get());
      return start(launch, options(launch));
    }
    SearchAttributes attributes = SearchKeys.ofLaunch(launch.spec().name());
    Backoff.Attempts attempts = BACKOFF.begin();
    do {
      try {
        return start(launch, options(launch).setTypedSearchAttributes(attributes));
      } catch (WorkflowServiceException e) {
        if (!refusesAttributes(e)) {
          throw e;
        }
      }
    } while (attempts.pause());
    withoutSearch("it refuses them although they are registered");
    return start(launch, options(launch));
  }

  private void withoutSearch(String why) {
    console.err().println("Temporal will not find this run by its style: " + why);
  }

  private static boolean refusesAttributes(WorkflowServiceException e) {
    return e.getCause() instanceof StatusRuntimeException status
        && status.getStatus().getCode() == Status.Code.INVALID_ARGUMENT
        && String.valueOf(status.getStatus().getDescription())
            .toLowerCase(java.util.Locale.ROOT)
            .contains("search attribute");
  }

  private WorkflowOptions.Builder options(Launch launch) {
    return WorkflowOptions.newBuilder()
        .setWorkflowId(launch.run())
        .setTaskQueue(TaskQueues.CPU)
        .setPriority(Priorities.of(priority))
        .setStaticSummary(Captions.summary(launch.spec()))
        .setStaticDetails(Captions.details(launch, place));
  }

  private WorkflowStub start(Launch launch, WorkflowOptions.Builder options) {
    ExperimentWorkflow workflow = client.newWorkflowStub(ExperimentWorkflow.class, options.build());
    try {
      WorkflowClient.start(workflow::run, launch);
    } catch (WorkflowExecutionAlreadyStarted e) {
      // It outlived the command that began it, on a Temporal service of its own: watch it.
      return client.newUntypedWorkflowStub(launch.run());
    }
    return WorkflowStub.fromTyped(workflow);
  }

  /** Queues from which no worker has asked for work of late. */
  private List<String> unserved() {
    QueuePollers pollers = new QueuePollers(client);
    try {
      return QueuePollers.QUEUES.stream().filter(queue -> pollers.workers(queue) == 0).toList();
    } catch (StatusRuntimeException e) {
      return List.of(); // only a courtesy: a service that does not tell runs the work all the same
    }
  }
}
