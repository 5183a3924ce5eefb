package dev.triptych.worker.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triptych.workflows.stage.TaskQueues;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.temporal.api.taskqueue.v1.TaskQueueStats;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueResponse;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.api.workflowservice.v1.GetSystemInfoResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QueueBacklogTest {
  private static final String NAME = "queue-backlog-test";

  /** A service whose queues hold what the test says. */
  private static final class FakeService extends WorkflowServiceGrpc.WorkflowServiceImplBase {
    final Map<String, Long> backlogs = new ConcurrentHashMap<>();

    @Override
    public void getSystemInfo( // asked by the client before anything else
        GetSystemInfoRequest request, StreamObserver<GetSystemInfoResponse> answer) {
      answer.onNext(GetSystemInfoResponse.getDefaultInstance());
      answer.onCompleted();
    }

    @Override
    public void describeTaskQueue(
        DescribeTaskQueueRequest request, StreamObserver<DescribeTaskQueueResponse> answer) {
      String queue = request.getTaskQueue().getName() + " " + request.getTaskQueueType();
      if (!request.getReportStats() || backlogs.isEmpty()) {
        answer.onError(Status.UNAVAILABLE.asRuntimeException());
        return;
      }
      TaskQueueStats.Builder stats =
          TaskQueueStats.newBuilder().setApproximateBacklogCount(backlogs.getOrDefault(queue, 0L));
      answer.onNext(DescribeTaskQueueResponse.newBuilder().setStats(stats).build());
      answer.onCompleted();
    }
  }

  private final FakeService service = new FakeService();
  private Server server;
  private ManagedChannel channel;
  private WorkflowServiceStubs stubs;

  @BeforeEach
  void start() throws IOException {
    server = InProcessServerBuilder.forName(NAME).addService(service).build().start();
    channel = InProcessChannelBuilder.forName(NAME).build();
    stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setChannel(channel).build());
  }

  @AfterEach
  void stop() {
    stubs.shutdownNow();
    channel.shutdownNow();
    server.shutdownNow();
  }

  @Test
  void countsWhatWaitsOnEachQueue() {
    service.backlogs.put(TaskQueues.GPU + " TASK_QUEUE_TYPE_ACTIVITY", 7L);
    service.backlogs.put(TaskQueues.CPU + " TASK_QUEUE_TYPE_ACTIVITY", 2L);
    service.backlogs.put(TaskQueues.CPU + " TASK_QUEUE_TYPE_WORKFLOW", 3L);
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    WorkerMetrics metrics = new WorkerMetrics(registry);

    try (QueueBacklog backlog = QueueBacklog.watch(WorkflowClient.newInstance(stubs), metrics)) {
      backlog.ask();

      assertThat(gauge(registry, TaskQueues.GPU)).isEqualTo(7);
      assertThat(gauge(registry, TaskQueues.CPU)).isEqualTo(5);
    }
  }

  @Test
  void saysNothingRatherThanSomethingOldWhileTheServiceIsAway() {
    service.backlogs.put(TaskQueues.GPU + " TASK_QUEUE_TYPE_ACTIVITY", 7L);
    WorkerMetrics metrics = WorkerMetrics.unheard();
    try (QueueBacklog backlog = QueueBacklog.watch(WorkflowClient.newInstance(stubs), metrics)) {
      backlog.ask();
      assertThat(backlog.of(TaskQueues.GPU)).isEqualTo(7);

      service.backlogs.clear();
      backlog.ask();

      assertThat(backlog.of(TaskQueues.GPU)).isNaN();
    }
  }

  private static double gauge(SimpleMeterRegistry registry, String queue) {
    return registry.get("triptych.queue.backlog").tag("queue", queue).gauge().value();
  }
}
