package dev.triptych.workflows.stage;

import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import java.time.Duration;

/**
 * How long steps may take and how often they are tried. No step bounds its time in the queue:
 * behind a long experiment it may rightly wait for days.
 */
public final class StepOptions {
  // With the heartbeat timeout, another worker goes on well within half a minute.
  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);

  private StepOptions() {}

  /** The same, with what Temporal's UI calls the step; long texts are cut. */
  public static ActivityOptions summed(ActivityOptions options, String summary) {
    return ActivityOptions.newBuilder(options).setSummary(Summary.of(summary)).build();
  }

  /** Sampling, rendering, scoring: networks run forward. */
  public static ActivityOptions inference() {
    return heartbeating()
        // Rendering 101 views at 512² takes half an hour on two CPU cores.
        .setStartToCloseTimeout(Duration.ofHours(4))
        .setRetryOptions(retries(5))
        .build();
  }

  /** Edits of so many views in one step; a hundred views make a dataset. */
  public static ActivityOptions edit(int views) {
    return heartbeating()
        // 60 UNet passes of Stable Diffusion 1.5 take ten minutes on two CPU cores, and a worker
        // without a GPU edits one view after another.
        .setStartToCloseTimeout(Duration.ofHours(views))
        // A cancelled dataset does not wait: its edits stop at their next heartbeat, which finds
        // the workflow closed. Asking each to stop would also race with those that are just
        // finishing, and the in-process server stalls on a request to cancel a finished activity.
        .setCancellationType(ActivityCancellationType.ABANDON)
        .setRetryOptions(retries(5))
        .build();
  }

  /** A training, which goes on from its newest checkpoint. */
  public static ActivityOptions training() {
    return heartbeating()
        // Pre-training on the public checkpoints takes days on one GPU.
        .setStartToCloseTimeout(Duration.ofDays(30))
        // Each worker that is killed costs an attempt, not the progress; one that leaves in time,
        // not even that.
        .setRetryOptions(retries(20))
        .build();
  }

  /** Notes, tables and reports. */
  public static ActivityOptions bookkeeping() {
    return ActivityOptions.newBuilder()
        .setTaskQueue(TaskQueues.CPU)
        // A report draws some hundred views of each portrait; everything else takes milliseconds.
        .setStartToCloseTimeout(Duration.ofMinutes(10))
        .setHeartbeatTimeout(Liveness.TIMEOUT)
        // As short as they are, there is nothing to stop.
        .setCancellationType(ActivityCancellationType.ABANDON)
        // The tracker or the store may be restarting; a finished training is worth the wait.
        .setRetryOptions(retries(12))
        .build();
  }

  /** Word to somebody elsewhere, for which the end of a run waits. */
  public static ActivityOptions notice() {
    return ActivityOptions.newBuilder()
        .setTaskQueue(TaskQueues.CPU)
        // It tries again by itself while the other side does not answer, for less than a minute.
        .setStartToCloseTimeout(Duration.ofMinutes(2))
        .setHeartbeatTimeout(Liveness.TIMEOUT)
        .setCancellationType(ActivityCancellationType.ABANDON)
        .setRetryOptions(retries(3)) // for a worker that dies, or the store that is away
        .build();
  }

  private static ActivityOptions.Builder heartbeating() {
    return ActivityOptions.newBuilder()
        .setTaskQueue(TaskQueues.GPU)
        .setHeartbeatTimeout(Liveness.TIMEOUT)
        // The workflow goes on when the work has really stopped and the slot is free again.
        .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED);
  }

  private static RetryOptions retries(int attempts) {
    return RetryOptions.newBuilder()
        .setInitialInterval(FIRST_RETRY)
        .setBackoffCoefficient(2)
        // Memory frees up and services restart within minutes.
        .setMaximumInterval(Duration.ofMinutes(5))
        .setMaximumAttempts(attempts)
        // Whoever does the work marks all else that cannot heal: Temporal compares names here, and
        // knows nothing of what a class extends.
        .setDoNotRetry(
            FailureTypes.INVALID_SPEC,
            FailureTypes.MISSING_PRIOR,
            FailureTypes.CORRUPT_ARTIFACT,
            FailureTypes.HANDED_BACK) // goes on as another activity, which counts from one again
        .build();
  }
}
