package dev.triptych.worker.slots;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.activity.ActivityInfo;
import io.temporal.worker.tuning.ActivitySlotInfo;
import io.temporal.worker.tuning.SlotMarkUsedContext;
import io.temporal.worker.tuning.SlotPermit;
import io.temporal.worker.tuning.SlotReleaseContext;
import io.temporal.worker.tuning.SlotReleaseReason;
import io.temporal.worker.tuning.SlotReserveContext;
import io.temporal.worker.tuning.SlotSupplierFuture;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PrefetchingSlotSupplierTest {
  private static final String EDIT = "EditView";
  private static final String TRAINING = "FineTune";

  private final PrefetchingSlotSupplier slots = new PrefetchingSlotSupplier(2, TRAINING::equals);

  private SlotSupplierFuture reserve() {
    return slots.reserveSlot(new Asking());
  }

  /** A step of this type that has come. */
  private SlotPermit come(String type) {
    SlotPermit permit = reserve().join();
    slots.markSlotUsed(new Used(permit, type));
    return permit;
  }

  private void end(SlotPermit permit) {
    slots.releaseSlot(new Released(permit));
  }

  @Test
  void asksForAsManyStepsAsThereAreSlotsWhileNoneHasCome() {
    assertThat(reserve()).isDone();
    assertThat(reserve()).isDone();
    assertThat(reserve()).isNotDone();
    assertThat(slots.tryReserveSlot(new Asking())).isEmpty();
  }

  @Test
  void takesOneStepMoreWhileOneIsBrief() {
    come(TRAINING);
    SlotPermit edit = come(EDIT);
    SlotSupplierFuture third = reserve();
    SlotSupplierFuture fourth = reserve();

    assertThat(third).isDone();
    assertThat(fourth).isNotDone();
    slots.markSlotUsed(new Used(third.join(), EDIT));
    end(edit);
    assertThat(fourth).isDone();
  }

  @Test
  void takesNothingThatWouldWaitForTrainings() {
    SlotPermit training = come(TRAINING);
    SlotPermit edit = come(EDIT);
    SlotPermit next = come(TRAINING);
    SlotSupplierFuture fourth = reserve();

    end(edit);
    assertThat(fourth).isNotDone();
    end(training);
    assertThat(fourth).isDone();
    end(next);
  }

  @Test
  void whatIsGivenUpGoesToTheNext() {
    reserve().join();
    SlotPermit unused = reserve().join();
    SlotSupplierFuture third = reserve();
    SlotSupplierFuture fourth = reserve();

    assertThat(third.abortReservation()).isNull();
    end(unused);

    assertThat(third).isCompletedExceptionally();
    assertThat(fourth).isDone();
  }

  private static final class Asking implements SlotReserveContext<ActivitySlotInfo> {
    @Override
    public String getTaskQueue() {
      return "queue";
    }

    @Override
    public Map<SlotPermit, ActivitySlotInfo> getUsedSlots() {
      return Map.of();
    }

    @Override
    public String getWorkerIdentity() {
      return "worker";
    }

    @Override
    public String getWorkerBuildId() {
      return "build";
    }

    @Override
    public int getNumIssuedSlots() {
      return 0;
    }
  }

  private record Used(SlotPermit permit, String type)
      implements SlotMarkUsedContext<ActivitySlotInfo> {
    @Override
    public ActivitySlotInfo getSlotInfo() {
      return new ActivitySlotInfo(activity(type), "worker", "build");
    }

    @Override
    public SlotPermit getSlotPermit() {
      return permit;
    }

    /** Of which nothing but the type is known. */
    private static ActivityInfo activity(String type) {
      return (ActivityInfo)
          Proxy.newProxyInstance(
              ActivityInfo.class.getClassLoader(),
              new Class<?>[] {ActivityInfo.class},
              (proxy, method, arguments) -> {
                assertThat(method.getName()).isEqualTo("getActivityType");
                return type;
              });
    }
  }

  private record Released(SlotPermit permit) implements SlotReleaseContext<ActivitySlotInfo> {
    @Override
    public SlotReleaseReason getSlotReleaseReason() {
      return SlotReleaseReason.taskComplete();
    }

    @Override
    public SlotPermit getSlotPermit() {
      return permit;
    }

    @Override
    public ActivitySlotInfo getSlotInfo() {
      throw new UnsupportedOperationException("is absent for slots that were never used");
    }
  }
}
