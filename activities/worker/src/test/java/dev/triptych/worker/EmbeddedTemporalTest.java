package dev.triptych.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triptych.worker.memo.Memo;
import dev.triptych.worker.store.FolderStore;
import dev.triptych.workflows.stage.TaskQueues;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedTemporalTest {
  @WorkflowInterface
  public interface FanOut {
    @WorkflowMethod
    int sum(int count);
  }

  @ActivityInterface
  public interface Small {
    int same(int number);
  }

  public static final class FanOutImpl implements FanOut {
    private final Small small =
        Workflow.newActivityStub(
            Small.class,
            ActivityOptions.newBuilder()
                .setTaskQueue(TaskQueues.GPU)
                .setStartToCloseTimeout(Duration.ofMinutes(1))
                .build());

    @Override
    public int sum(int count) {
      List<Promise<Integer>> numbers = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        numbers.add(Async.function(small::same, i));
      }
      return numbers.stream().mapToInt(Promise::get).sum();
    }
  }

  public static final class SmallImpl implements Small {
    @Override
    public int same(int number) {
      return number;
    }
  }

  @Test
  void fansOutThreeHundredActivitiesOverTwoSlots(@TempDir Path folder) {
    Memo memo = new Memo(FolderStore.open(folder), Clock.systemUTC());
    TriptychWorker.Duties duties =
        new TriptychWorker.Duties(List.of(FanOutImpl.class), List.of(new SmallImpl()), List.of());
    try (EmbeddedTemporal temporal = EmbeddedTemporal.start();
        TriptychWorker worker = new TriptychWorker(temporal.client(), duties, memo, 2)) {
      worker.start();
      WorkflowClient client = temporal.client();
      for (int i = 0; i < 4; i++) {
        int n = i == 0 ? 1 : 300;
        long t0 = System.nanoTime();
        FanOut workflow =
            client.newWorkflowStub(
                FanOut.class,
                WorkflowOptions.newBuilder()
                    .setTaskQueue(TaskQueues.CPU)
                    .setWorkflowId("fan" + i)
                    .build());

        assertThat(workflow.sum(n)).isEqualTo(n * (n - 1) / 2);
        System.out.println("300 activities: " + (System.nanoTime() - t0) / 1e9);
      }
      assertThat(worker.drain(10)).isTrue();
    }
  }
}
