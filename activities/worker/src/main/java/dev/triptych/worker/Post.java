package dev.triptych.worker;

import dev.triptych.workflows.stage.TaskQueues;
import java.util.Set;

/**
 * Where a worker stands.
 *
 * @param queues {@link TaskQueues#GPU}, {@link TaskQueues#CPU} or both
 * @param slots activities of {@link TaskQueues#GPU} at a time: devices, or cores
 * @param device that networks run on, for people: {@code cpu}, {@code cuda:0}
 */
public record Post(Set<String> queues, int slots, String device) {
  public Post {
    queues = Set.copyOf(queues);
    if (slots < 1) {
      throw new IllegalArgumentException("a worker needs at least one slot");
    }
  }

  /** Both queues. */
  public static Post everywhere(int slots, String device) {
    return new Post(Set.of(TaskQueues.GPU, TaskQueues.CPU), slots, device);
  }
}
