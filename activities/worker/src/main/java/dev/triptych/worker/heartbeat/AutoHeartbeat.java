package dev.triptych.worker.heartbeat;

import dev.triptych.worker.host.DaemonThreads;
import dev.triptych.workflows.stage.Liveness;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import io.temporal.common.interceptors.ActivityExecutionContextBase;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An activity's context that repeats its last heartbeat while the activity is busy. So a dead
 * worker is noticed within seconds, although loading a network or one training step may take
 * minutes.
 */
public final class AutoHeartbeat extends ActivityExecutionContextBase implements AutoCloseable {
  private static final int THREADS = 4; // a beat waits for the network; beats of several may
  private static final ScheduledExecutorService HEART =
      Executors.newScheduledThreadPool(THREADS, DaemonThreads.named("triptych-heartbeat"));

  private final Drain drain;
  private final Consumer<Object> listener;
  private final long millis;
  private volatile @Nullable Object newest;
  private @Nullable ScheduledFuture<?> beats;

  /**
   * @param listener is told the details of the activity's own heartbeats
   */
  public AutoHeartbeat(ActivityExecutionContext context, Drain drain, Consumer<Object> listener) {
    this(context, drain, listener, Liveness.BEAT);
  }

  AutoHeartbeat(
      ActivityExecutionContext context, Drain drain, Consumer<Object> listener, Duration interval) {
    super(context);
    this.drain = drain;
    this.listener = listener;
    this.millis = interval.toMillis();
  }

  /** Begins to beat. */
  public synchronized void start() {
    beats = HEART.scheduleWithFixedDelay(this::beat, millis, millis, TimeUnit.MILLISECONDS);
  }

  private void beat() {
    try {
      super.heartbeat(newest);
    } catch (ActivityCompletionException e) {
      close(); // cancelled or given to another; the activity's own next heartbeat says so again
    }
  }

  /**
   * @throws ActivityCompletionException if the activity was cancelled
   * @throws io.temporal.failure.ApplicationFailure if the worker goes and cannot wait any longer
   */
  @Override
  public <V> void heartbeat(V details) throws ActivityCompletionException {
    if (drain.lastCalled()) {
      throw Drain.handBack("The worker stops; the step begins again elsewhere");
    }
    if (details != null) {
      newest = details;
      listener.accept(details);
    }
    super.heartbeat(newest);
  }

  @Override
  public synchronized void close() {
    if (beats != null) {
      beats.cancel(false);
    }
  }
}
