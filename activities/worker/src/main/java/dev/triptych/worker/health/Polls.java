package dev.triptych.worker.health;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.temporal.api.enums.v1.TaskQueueKind;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.PollActivityTaskQueueRequest;
import io.temporal.api.workflowservice.v1.PollWorkflowTaskQueueRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Listens to how a worker asks the service for work. Each poll waits for up to a minute, and the
 * next follows at once, so that of a healthy idle worker one is always under way.
 */
public final class Polls implements ClientInterceptor {
  // A service that refuses does so within moments: a poll that lasts longer has been taken.
  private static final long TAKEN = Duration.ofSeconds(10).toNanos();
  // Of the SDK's pauses after failures, the longest is a minute; a poll lasts as long.
  private static final long CEASED = Duration.ofMinutes(5).toNanos();

  private final LongSupplier nanos;
  private final Map<String, Queue> queues = new ConcurrentHashMap<>();

  public Polls() {
    this(System::nanoTime);
  }

  Polls(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Why the service gives no work of a queue; empty if it would. */
  Optional<String> refused(String queue) {
    return Optional.ofNullable(queues.get(queue))
        .map(Queue::refused)
        .orElse(Optional.of("not asked"))
        .map(why -> "no work from " + queue + ": " + why);
  }

  /** Says so if nobody asks for work of a queue any more. */
  Optional<String> ceased(String queue) {
    return Optional.ofNullable(queues.get(queue))
        .filter(Queue::ceased)
        .map(silent -> "nothing asks for work from " + queue);
  }

  @Override
  public <Q, R> ClientCall<Q, R> interceptCall(
      MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
    return new Listened<>(next.newCall(method, options));
  }

  /** A call that is listened to once its request shows that it is a poll. */
  private final class Listened<Q, R> extends SimpleForwardingClientCall<Q, R> {
    private volatile @Nullable Queue queue;

    Listened(ClientCall<Q, R> call) {
      super(call);
    }

    @Override
    public void start(Listener<R> listener, Metadata headers) {
      super.start(
          new SimpleForwardingClientCallListener<>(listener) {
            @Override
            public void onClose(Status status, Metadata trailers) {
              Queue polled = queue;
              if (polled != null) {
                polled.ended(status);
              }
              super.onClose(status, trailers);
            }
          },
          headers);
    }

    @Override
    public void sendMessage(Q message) {
      name(message)
          .ifPresent(
              name -> {
                Queue polled = queues.computeIfAbsent(name, unknown -> new Queue());
                polled.begun();
                queue = polled;
              });
      super.sendMessage(message);
    }
  }

  private static Optional<String> name(Object request) {
    if (request instanceof PollActivityTaskQueueRequest poll) {
      return Optional.of(poll.getTaskQueue().getName());
    }
    return request instanceof PollWorkflowTaskQueueRequest poll
        ? Optional.of(name(poll.getTaskQueue()))
        : Optional.empty();
  }

  /** A worker also has a queue of its own, for workflows that it remembers. */
  private static String name(TaskQueue queue) {
    return queue.getKind() == TaskQueueKind.TASK_QUEUE_KIND_STICKY
        ? queue.getNormalName()
        : queue.getName();
  }

  private final class Queue {
    private int open;
    private long sign = nanos.getAsLong();
    private @Nullable Status failure;
    private @Nullable Long begunSince; // when the first poll after the failure began

    synchronized void begun() {
      open++;
      sign = nanos.getAsLong();
      if (begunSince == null) {
        begunSince = sign;
      }
    }

    synchronized void ended(Status status) {
      open--;
      sign = nanos.getAsLong();
      if (status.getCode() == Status.Code.CANCELLED) {
        return; // by ourselves
      }
      failure = status.isOk() ? null : status;
      begunSince = null;
    }

    synchronized Optional<String> refused() {
      boolean taken = begunSince != null && nanos.getAsLong() - begunSince > TAKEN;
      return failure == null || taken
          ? Optional.empty()
          : Optional.of("the service answers " + failure.getCode());
    }

    synchronized boolean ceased() {
      return open == 0 && nanos.getAsLong() - sign > CEASED;
    }
  }
}
