package dev.triptych.worker;

import dev.triptych.workflows.stage.TaskQueues;
import java.util.Set;

/**
 * Which queues a worker serves, how much at a time, and on which device.
 *
 * @param queues {@link TaskQueues#GPU}, {@link TaskQueues#CPU} or both
 * @param slots activities of {@link TaskQueues#GPU} at a time: devices, or cores
 * @param device that networks run on, for people: {@code cpu}, {@code cuda:0}
 */
public record WorkerPlacement(Set<String> queues, int slots, String device) {
  public WorkerPlacement {
    queues = Set.copyOf(queues);
    if (slots < 1) {
      throw new IllegalArgumentException("a worker needs at least one slot");
    }
  }

  /** Both queues. */
  public static WorkerPlacement ofBothQueues(int slots, String device) {
    return new WorkerPlacement(Set.of(TaskQueues.GPU, TaskQueues.CPU), slots, device);
  }
}
