package dev.triptych.cli.temporal;

import dev.triptych.workflows.stage.TaskQueues;
import io.temporal.api.enums.v1.TaskQueueType;
import io.temporal.api.taskqueue.v1.PollerInfo;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import io.temporal.client.WorkflowClient;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Who takes work from Triptych's task queues. */
final class QueuePollers {
  /** Both queues, that of the networks first. */
  static final List<String> QUEUES = List.of(TaskQueues.GPU, TaskQueues.CPU);

  private static final long PATIENCE_SECONDS = 10;

  private final WorkflowClient client;

  QueuePollers(WorkflowClient client) {
    this.client = client;
  }

  /**
   * Workers that have asked for work from {@code queue} within the last minutes; the service
   * forgets them after five.
   *
   * @throws io.grpc.StatusRuntimeException if the service does not tell
   */
  int workers(String queue) {
    DescribeTaskQueueRequest ask =
        DescribeTaskQueueRequest.newBuilder()
            .setNamespace(client.getOptions().getNamespace())
            .setTaskQueue(TaskQueue.newBuilder().setName(queue))
            .setTaskQueueType(
                queue.equals(TaskQueues.GPU)
                    ? TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY
                    : TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW)
            .build();
    return (int)
        client
            .getWorkflowServiceStubs()
            .blockingStub()
            .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
            .describeTaskQueue(ask)
            .getPollersList()
            .stream()
            .map(PollerInfo::getIdentity)
            .distinct()
            .count();
  }

  /** The command that starts a worker for {@code queue}. */
  static String command(String queue) {
    return "triptych worker --queue " + (queue.equals(TaskQueues.GPU) ? "gpu" : "cpu");
  }
}
