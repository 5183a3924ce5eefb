package dev.triptych.workflows.testing;

import java.util.concurrent.CountDownLatch;

/** Waiting without checked exceptions; the test's timeout bounds it. */
public final class Latches {
  private Latches() {}

  public static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
