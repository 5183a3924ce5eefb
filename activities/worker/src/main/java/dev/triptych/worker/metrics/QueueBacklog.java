package dev.triptych.worker.metrics;

import dev.triptych.worker.host.DaemonThreads;
import dev.triptych.workflows.stage.TaskQueues;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.TaskQueueType;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Asks the service every few seconds how much waits in the queues, for those who scale workers by
 * metrics alone. All workers that tell it tell the same.
 */
public final class QueueBacklog implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofSeconds(10);
  private static final long PATIENCE_SECONDS = 5;

  private static final Map<String, List<TaskQueueType>> KINDS =
      Map.of(
          TaskQueues.GPU, List.of(TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY),
          TaskQueues.CPU,
              List.of(
                  TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW, TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY));

  private final WorkflowClient client;
  private final Map<String, Double> waiting = new ConcurrentHashMap<>();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("triptych-backlog"));

  private QueueBacklog(WorkflowClient client) {
    this.client = client;
  }

  /** Begins to ask, and tells {@code metrics}. */
  public static QueueBacklog watch(WorkflowClient client, WorkerMetrics metrics) {
    QueueBacklog backlog = new QueueBacklog(client);
    KINDS.keySet().forEach(queue -> metrics.waiting(queue, () -> backlog.of(queue)));
    ScheduledFuture<?> unused = // ends with the clock
        backlog.clock.scheduleWithFixedDelay(
            backlog::ask, 0, INTERVAL.toSeconds(), TimeUnit.SECONDS);
    return backlog;
  }

  /** NaN while it is not known. */
  double of(String queue) {
    return waiting.getOrDefault(queue, Double.NaN);
  }

  void ask() {
    for (Map.Entry<String, List<TaskQueueType>> queue : KINDS.entrySet()) {
      try {
        double sum = 0;
        for (TaskQueueType kind : queue.getValue()) {
          sum += ask(queue.getKey(), kind);
        }
        waiting.put(queue.getKey(), sum);
      } catch (StatusRuntimeException e) {
        waiting.remove(queue.getKey());
      }
    }
  }

  private long ask(String queue, TaskQueueType kind) {
    DescribeTaskQueueRequest request =
        DescribeTaskQueueRequest.newBuilder()
            .setNamespace(client.getOptions().getNamespace())
            .setTaskQueue(TaskQueue.newBuilder().setName(queue))
            .setTaskQueueType(kind)
            .setReportStats(true)
            .build();
    return client
        .getWorkflowServiceStubs()
        .blockingStub()
        .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .describeTaskQueue(request)
        .getStats()
        .getApproximateBacklogCount();
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
