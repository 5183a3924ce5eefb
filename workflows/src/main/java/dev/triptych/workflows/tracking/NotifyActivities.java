package dev.triptych.workflows.tracking;

import io.temporal.activity.ActivityInterface;

/** Tells somebody elsewhere, on {@link dev.triptych.workflows.stage.TaskQueues#CPU}. */
@ActivityInterface
public interface NotifyActivities {
  /**
   * Tells that a launch has ended, and writes down whether that succeeded. May tell it twice if a
   * worker dies meanwhile.
   */
  void sendNotice(NoticeRequest request);
}
