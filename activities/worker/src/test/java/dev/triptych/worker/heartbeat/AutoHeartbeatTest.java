package dev.triptych.worker.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triptych.workflows.stage.FailureTypes;
import io.temporal.client.ActivityCanceledException;
import io.temporal.client.ActivityCompletionException;
import io.temporal.common.interceptors.ActivityExecutionContextBase;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AutoHeartbeatTest {
  private static final Duration OFTEN = Duration.ofMillis(1);

  /** Keeps what Temporal would be told. */
  private static final class Told extends ActivityExecutionContextBase {
    final BlockingQueue<String> beats = new LinkedBlockingQueue<>();
    volatile boolean cancelled;

    Told() {
      super(null);
    }

    @Override
    public <V> void heartbeat(V details) throws ActivityCompletionException {
      beats.add(String.valueOf(details));
      if (cancelled) {
        throw new ActivityCanceledException();
      }
    }

    String next() throws InterruptedException {
      return beats.poll(30, TimeUnit.SECONDS);
    }
  }

  private final Told told = new Told();
  private final Drain drain = new Drain();
  private final List<Object> heard = new ArrayList<>();
  private final AutoHeartbeat heartbeat = new AutoHeartbeat(told, drain, heard::add, OFTEN);

  @Test
  void repeatsTheNewestDetailsWhileTheActivityIsSilent() throws InterruptedException {
    try (AutoHeartbeat beating = heartbeat) {
      beating.start();
      assertThat(told.next()).isEqualTo("null");
      beating.heartbeat("step 7");
      while (!told.next().equals("step 7")) {
        continue; // beats from before
      }
      assertThat(told.next()).isEqualTo("step 7");
      assertThat(told.next()).isEqualTo("step 7");
    }
    assertThat(heard).containsExactly("step 7");
  }

  @Test
  void keepsTheDetailsWhenTheActivityOnlySaysThatItLives() {
    heartbeat.heartbeat("step 7");
    heartbeat.heartbeat(null);

    assertThat(told.beats).containsExactly("step 7", "step 7");
  }

  @Test
  void leavesACancellationToTheActivitysOwnHeartbeat() throws InterruptedException {
    told.cancelled = true;
    heartbeat.start();
    assertThat(told.next()).isEqualTo("null");

    assertThatThrownBy(() -> heartbeat.heartbeat("step 8"))
        .isInstanceOf(ActivityCanceledException.class);
  }

  @Test
  void givesTheStepBackWhenTheWorkerCannotWaitAnyLonger() {
    drain.begin();
    heartbeat.heartbeat("step 7"); // may still finish
    drain.lastCall();

    assertThatThrownBy(() -> heartbeat.heartbeat("step 8"))
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            failure -> {
              assertThat(failure.getType()).isEqualTo(FailureTypes.HANDED_BACK);
              assertThat(failure.isNonRetryable()).isFalse();
            });
  }
}
