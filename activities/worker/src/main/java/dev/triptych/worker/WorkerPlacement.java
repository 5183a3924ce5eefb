package dev.triptych.worker;

import ai.djl.Device;
import dev.triptych.models.torch.Torch;
import dev.triptych.workflows.stage.TaskQueues;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which queues a worker serves, how much at a time, on which devices, and as which build.
 *
 * @param queues {@link TaskQueues#GPU}, {@link TaskQueues#CPU} or both
 * @param places the device of each activity of {@link TaskQueues#GPU} that runs at a time; one
 *     device comes as often as activities share it
 * @param version which build it is, and whether launches stay with it
 */
public record WorkerPlacement(Set<String> queues, List<Device> places, WorkerVersion version) {
  public WorkerPlacement {
    queues = Set.copyOf(queues);
    places = List.copyOf(places);
    if (places.isEmpty()) {
      throw new IllegalArgumentException("a worker needs at least one slot");
    }
  }

  /** Of a worker that takes the launches of any build. */
  public WorkerPlacement(Set<String> queues, List<Device> places) {
    this(queues, places, WorkerVersion.told());
  }

  /** Both queues. */
  public static WorkerPlacement ofBothQueues(List<Device> places) {
    return new WorkerPlacement(Set.of(TaskQueues.GPU, TaskQueues.CPU), places);
  }

  /** The devices, for people: {@code cpu}, {@code cuda:0 and cuda:1}. */
  String devices() {
    return places.stream().distinct().map(Torch::name).collect(Collectors.joining(" and "));
  }
}
