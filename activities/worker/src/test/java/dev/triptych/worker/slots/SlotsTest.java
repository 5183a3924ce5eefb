package dev.triptych.worker.slots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import dev.triptych.worker.slots.Slots.Slot;
import dev.triptych.workflows.stage.FailureTypes;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SlotsTest {
  private static final Runnable NEVER =
      () -> {
        throw new AssertionError("waits though a slot is free");
      };

  @Test
  void lastStepWaitsUntilASlotIsFree() throws Exception {
    Slots slots = new Slots(2);
    Slot training = slots.take(true, NEVER);
    Slot brief = slots.take(false, NEVER);
    CountDownLatch waits = new CountDownLatch(1);

    CompletableFuture<Slot> third =
        CompletableFuture.supplyAsync(() -> slots.take(false, waits::countDown));
    waits.await();
    assertThat(third).isNotDone();
    brief.close();

    try (Slot taken = third.join()) {
      assertThat(slots.used()).isEqualTo(2);
    }
    training.close();
    assertThat(slots.used()).isZero();
  }

  @Test
  void closingTwiceFreesOneSlot() {
    Slots slots = new Slots(2);
    Slot first = slots.take(false, NEVER);
    try (Slot second = slots.take(false, NEVER)) {
      first.close();
      first.close();
      assertThat(slots.used()).isEqualTo(1);
    }
  }

  @Test
  void stepsGoBackWhileTrainingsAreAtAllSlots() {
    Slots slots = new Slots(1);
    try (Slot training = slots.take(true, NEVER)) {
      assertThatThrownBy(() -> slots.take(false, NEVER))
          .isInstanceOfSatisfying(
              ApplicationFailure.class,
              failure -> {
                assertThat(failure.getType()).isEqualTo(FailureTypes.HANDED_BACK);
                assertThat(failure.isNonRetryable()).isFalse();
              });
    }
    slots.take(false, NEVER).close();
  }

  @Test
  void whoeverWaitsMayGiveUp() {
    Slots slots = new Slots(1);
    try (Slot brief = slots.take(false, NEVER)) {
      assertThatThrownBy(
              () ->
                  slots.take(
                      false,
                      () -> {
                        throw new IllegalStateException("cancelled");
                      }))
          .hasMessage("cancelled");
    }
    assertThat(slots.used()).isZero();
  }

  @Test
  void stepsSideBySideHaveDifferentDevices() {
    Slots slots = new Slots(List.of(Device.gpu(0), Device.gpu(1)));
    try (Slot first = slots.take(true, NEVER);
        Slot second = slots.take(false, NEVER)) {
      assertThat(List.of(first.device(), second.device()))
          .containsExactly(Device.gpu(0), Device.gpu(1));
    }
  }

  @Test
  void aFreedDeviceIsTheNextOnes() {
    Slots slots = new Slots(List.of(Device.gpu(0), Device.gpu(1), Device.gpu(0), Device.gpu(1)));
    Slot first = slots.take(false, NEVER);
    try (Slot second = slots.take(false, NEVER)) {
      first.close();
      try (Slot third = slots.take(false, NEVER)) {
        assertThat(third.device()).isEqualTo(first.device()).isNotEqualTo(second.device());
      }
    }
  }
}
