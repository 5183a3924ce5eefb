package dev.triptych.e2e;

import com.google.protobuf.util.Durations;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.PendingActivityState;
import io.temporal.api.enums.v1.TaskQueueType;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.api.workflowservice.v1.RegisterNamespaceRequest;
import io.temporal.api.workflowservice.v1.SetWorkerDeploymentCurrentVersionRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowExecutionMetadata;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What Temporal knows of workflows. */
final class TemporalServer implements AutoCloseable {
  private final String namespace;
  private final WorkflowServiceStubs service;
  private final WorkflowClient client;

  TemporalServer(Map<String, String> environment) {
    service =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setTarget(Objects.requireNonNull(environment.get("TEMPORAL_ADDRESS")))
                .build());
    namespace = environment.getOrDefault("TEMPORAL_NAMESPACE", "default");
    client =
        WorkflowClient.newInstance(
            service, WorkflowClientOptions.newBuilder().setNamespace(namespace).build());
  }

  /** Makes the namespace, and waits until it can be used. */
  void makeNamespace() {
    service
        .blockingStub()
        .registerNamespace(
            RegisterNamespaceRequest.newBuilder()
                .setNamespace(namespace)
                .setWorkflowExecutionRetentionPeriod(Durations.fromDays(1))
                .build());
    Await.that(
        "namespace " + namespace,
        () -> {
          try {
            return waiting("triptych-gpu") == 0;
          } catch (StatusRuntimeException e) {
            return false;
          }
        });
  }

  /** Activities that wait in a queue, as an autoscaler counts them. */
  long waiting(String queue) {
    return service
        .blockingStub()
        .describeTaskQueue(
            DescribeTaskQueueRequest.newBuilder()
                .setNamespace(namespace)
                .setTaskQueue(TaskQueue.newBuilder().setName(queue))
                .setTaskQueueType(TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY)
                .setReportStats(true)
                .build())
        .getStats()
        .getApproximateBacklogCount();
  }

  /** Lets new launches begin on a build, as soon as it has workers. */
  void begin(String deployment, String build) {
    Await.that(
        "workers of build " + build,
        () -> {
          try {
            service
                .blockingStub()
                .setWorkerDeploymentCurrentVersion(
                    SetWorkerDeploymentCurrentVersionRequest.newBuilder()
                        .setNamespace(namespace)
                        .setDeploymentName(deployment)
                        .setBuildId(build)
                        .build());
            return true;
          } catch (StatusRuntimeException e) {
            return false; // not known yet
          }
        });
  }

  /** Ids of all workflows whose ids begin so. */
  List<String> workflows(String prefix) {
    return client
        .listExecutions("WorkflowId STARTS_WITH '" + prefix + "'")
        .map(execution -> execution.getExecution().getWorkflowId())
        .toList();
  }

  /** All executions of the workflows whose ids begin so, those that were continued too. */
  List<WorkflowExecutionInfo> executions(String prefix) {
    return client
        .listExecutions("WorkflowId STARTS_WITH '" + prefix + "'")
        .map(WorkflowExecutionMetadata::getWorkflowExecutionInfo)
        .toList();
  }

  /** Process ids of all workers that ran a workflow or its activities. */
  Set<Long> workers(String workflow) {
    Set<Long> pids = new TreeSet<>();
    for (HistoryEvent event : history(workflow)) {
      String identity =
          switch (event.getEventType()) {
            case EVENT_TYPE_WORKFLOW_TASK_COMPLETED ->
                event.getWorkflowTaskCompletedEventAttributes().getIdentity();
            case EVENT_TYPE_ACTIVITY_TASK_STARTED ->
                event.getActivityTaskStartedEventAttributes().getIdentity();
            default -> "";
          };
      if (!identity.isEmpty()) {
        pids.add(Long.valueOf(identity.split("@", 2)[0]));
      }
    }
    return pids;
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
                .setNamespace(namespace)
                .setExecution(WorkflowExecution.newBuilder().setWorkflowId(workflow))
                .build());
  }

  /** The events of a workflow's newest execution. */
  List<HistoryEvent> history(String workflow) {
    return client.fetchHistory(workflow).getEvents();
  }

  /** How often a step went back on purpose. */
  int handedOver(String workflow) {
    return (int)
        history(workflow).stream()
            .filter(event -> event.getEventType() == EventType.EVENT_TYPE_ACTIVITY_TASK_FAILED)
            .map(event -> event.getActivityTaskFailedEventAttributes().getFailure())
            .filter(f -> f.getApplicationFailureInfo().getType().equals("HandedBack"))
            .count();
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
