package dev.triptych.e2e;

import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.PendingActivityState;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What Temporal knows of workflows. */
final class TemporalServer implements AutoCloseable {
  private static final String NAMESPACE = "default";

  private final WorkflowServiceStubs service;
  private final WorkflowClient client;

  TemporalServer(Map<String, String> environment) {
    service =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setTarget(Objects.requireNonNull(environment.get("TEMPORAL_ADDRESS")))
                .build());
    client = WorkflowClient.newInstance(service);
  }

  /**
   * The process id of a worker that runs an activity of this type right now.
   *
   * @param workflow id of the activity's workflow
   */
  Optional<Long> workerOf(String workflow, String activityType) {
    return pending(workflow).stream()
        .filter(activity -> activity.getActivityType().getName().equals(activityType))
        .filter(a -> a.getState() == PendingActivityState.PENDING_ACTIVITY_STATE_STARTED)
        .map(activity -> activity.getLastWorkerIdentity().split("@", 2)[0])
        .map(Long::valueOf)
        .findFirst();
  }

  /** Whether a workflow has ended, in whichever way. */
  boolean closed(String workflow) {
    return describe(workflow).getWorkflowExecutionInfo().getStatus()
        != WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
  }

  private List<PendingActivityInfo> pending(String workflow) {
    return describe(workflow).getPendingActivitiesList();
  }

  private DescribeWorkflowExecutionResponse describe(String workflow) {
    return service
        .blockingStub()
        .describeWorkflowExecution(
            DescribeWorkflowExecutionRequest.newBuilder()
                .setNamespace(NAMESPACE)
                .setExecution(WorkflowExecution.newBuilder().setWorkflowId(workflow))
                .build());
  }

  /** The events of a workflow's newest execution. */
  List<HistoryEvent> history(String workflow) {
    return client.fetchHistory(workflow).getEvents();
  }

  /** The last starts of activities that needed more than one attempt. */
  List<HistoryEvent> retried(String workflow) {
    return history(workflow).stream()
        .filter(event -> event.getEventType() == EventType.EVENT_TYPE_ACTIVITY_TASK_STARTED)
        .filter(event -> event.getActivityTaskStartedEventAttributes().getAttempt() > 1)
        .toList();
  }

  @Override
  public void close() {
    service.shutdownNow();
  }
}
