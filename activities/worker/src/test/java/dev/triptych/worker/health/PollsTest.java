package dev.triptych.worker.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triptych.worker.heartbeat.Drain;
import dev.triptych.workflows.stage.TaskQueues;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.temporal.api.enums.v1.TaskQueueKind;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.PollActivityTaskQueueRequest;
import io.temporal.api.workflowservice.v1.PollWorkflowTaskQueueRequest;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PollsTest {
  private final AtomicLong now = new AtomicLong();
  private final Polls polls = new Polls(now::get);
  private final Drain drain = new Drain();
  private final AtomicBoolean idle = new AtomicBoolean(true);
  private final Health health = new WorkerHealth(List.of(TaskQueues.GPU), polls, drain, idle::get);

  /** A call whose end the test decides. */
  private static final class OpenCall<Q, R> extends ClientCall<Q, R> {
    private @Nullable Listener<R> listener;

    @Override
    public void start(Listener<R> told, Metadata headers) {
      listener = told;
    }

    void end(Status status) {
      if (listener != null) {
        listener.onClose(status, new Metadata());
      }
    }

    @Override
    public void request(int messages) {}

    @Override
    public void cancel(@Nullable String message, @Nullable Throwable cause) {}

    @Override
    public void halfClose() {}

    @Override
    public void sendMessage(Q message) {}
  }

  private <Q, R> Consumer<Status> poll(MethodDescriptor<Q, R> method, Q request) {
    OpenCall<Q, R> call = new OpenCall<>();
    Channel channel =
        new Channel() {
          @Override
          @SuppressWarnings("unchecked") // the one method that is called
          public <A, B> ClientCall<A, B> newCall(
              MethodDescriptor<A, B> called, CallOptions options) {
            return (ClientCall<A, B>) call;
          }

          @Override
          public String authority() {
            return "test";
          }
        };
    ClientCall<Q, R> listened = polls.interceptCall(method, CallOptions.DEFAULT, channel);
    listened.start(new ClientCall.Listener<>() {}, new Metadata());
    listened.sendMessage(request);
    return call::end;
  }

  private Consumer<Status> poll() {
    return poll(
        WorkflowServiceGrpc.getPollActivityTaskQueueMethod(),
        PollActivityTaskQueueRequest.newBuilder()
            .setTaskQueue(TaskQueue.newBuilder().setName(TaskQueues.GPU))
            .build());
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  @Test
  void isReadyOnceItAsksForWork() {
    assertThat(health.notReady()).hasValue("no work from triptych-gpu: not asked");

    poll();

    assertThat(health.notReady()).isEmpty();
    assertThat(health.notAlive()).isEmpty();
  }

  @Test
  void isNotReadyWhileTheServiceRefuses() {
    poll().accept(Status.UNAVAILABLE);
    assertThat(health.notReady())
        .hasValue("no work from triptych-gpu: the service answers UNAVAILABLE");
    assertThat(health.notAlive()).isEmpty(); // a new process would fare no better

    poll();
    assertThat(health.notReady()).as("a poll that may still be refused").isPresent();

    pass(Duration.ofSeconds(11));
    assertThat(health.notReady()).as("a poll that waits for work").isEmpty();
  }

  @Test
  void isReadyAgainWithTheFirstAnswer() {
    poll().accept(Status.PERMISSION_DENIED);
    poll().accept(Status.OK);

    assertThat(health.notReady()).isEmpty();
  }

  @Test
  void isReadyWhileItIsTooBusyToAsk() {
    poll().accept(Status.OK);
    idle.set(false);
    pass(Duration.ofHours(20));

    assertThat(health.notReady()).isEmpty();
    assertThat(health.notAlive()).isEmpty();
  }

  @Test
  void isDeadWhenItIsIdleAndAsksNoMore() {
    Consumer<Status> last = poll();
    pass(Duration.ofMinutes(6));
    assertThat(health.notAlive()).as("a poll that nobody answers is one").isEmpty();

    last.accept(Status.OK);
    pass(Duration.ofMinutes(4));
    assertThat(health.notAlive()).isEmpty();

    pass(Duration.ofMinutes(2));
    assertThat(health.notAlive()).hasValue("nothing asks for work from triptych-gpu");
  }

  @Test
  void isNotReadyButAliveWhileItLeaves() {
    poll().accept(Status.OK);
    drain.begin();
    pass(Duration.ofHours(1));

    assertThat(health.notReady()).hasValue("the worker is leaving");
    assertThat(health.notAlive()).isEmpty();
  }

  @Test
  void countsAWorkersOwnQueueToTheOneThatItBelongsTo() {
    poll(
        WorkflowServiceGrpc.getPollWorkflowTaskQueueMethod(),
        PollWorkflowTaskQueueRequest.newBuilder()
            .setTaskQueue(
                TaskQueue.newBuilder()
                    .setName("4711")
                    .setNormalName(TaskQueues.GPU)
                    .setKind(TaskQueueKind.TASK_QUEUE_KIND_STICKY))
            .build());

    assertThat(health.notReady()).isEmpty();
  }

  @Test
  void takesNoOtherCallForAPoll() {
    poll(
            WorkflowServiceGrpc.getDescribeNamespaceMethod(),
            DescribeNamespaceRequest.getDefaultInstance())
        .accept(Status.UNAVAILABLE);

    assertThat(health.notReady()).hasValue("no work from triptych-gpu: not asked");
  }
}
