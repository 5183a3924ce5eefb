package dev.triptych.worker.memo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Time that passes only when somebody sleeps; what repeats runs then, on that thread. */
final class FakeScheduler implements Scheduler {
  private final List<Beating> beating = new ArrayList<>();
  int rests;

  private static final class Beating {
    final Duration pause;
    final Runnable beat;
    Duration since = Duration.ZERO;

    Beating(Duration pause, Runnable beat) {
      this.pause = pause;
      this.beat = beat;
    }
  }

  @Override
  public synchronized void sleep(Duration pause) {
    rests++;
    for (Beating one : beating) {
      one.since = one.since.plus(pause);
      if (one.since.compareTo(one.pause) >= 0) {
        one.since = Duration.ZERO;
        one.beat.run();
      }
    }
  }

  @Override
  public synchronized Repetition every(Duration pause, Runnable beat) {
    Beating one = new Beating(pause, beat);
    beating.add(one);
    return () -> stop(one);
  }

  private synchronized void stop(Beating one) {
    beating.remove(one);
  }

  /** No beat comes any more, as if its process had been killed. */
  synchronized void kill() {
    beating.clear();
  }
}
