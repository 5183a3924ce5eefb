package dev.triptych.e2e;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A program that is started again whenever it has ended, as a supervisor does with a worker, and a
 * user with a launch that did not come to its end.
 */
final class Kept implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final int KILLED = 128 + 9;
  private static final long GOODBYE_SECONDS = 40;

  private final String name;
  private final Supplier<Process> start;
  private final boolean endless;
  private final Thread keeper;
  private final List<Integer> failures = new ArrayList<>(); // guarded by this
  private Process process; // guarded by this
  private boolean closing; // guarded by this

  private Kept(String name, Supplier<Process> start, boolean endless) {
    this.name = name;
    this.start = start;
    this.endless = endless;
    this.process = start.get();
    this.keeper = new Thread(this::keep, "keeper-" + name);
    keeper.setDaemon(true);
    keeper.start();
  }

  /** Begins a program that never ends by itself. */
  static Kept endless(String name, Supplier<Process> start) {
    return new Kept(name, start, true);
  }

  /** Begins a program that is started until it ends well. */
  static Kept untilDone(String name, Supplier<Process> start) {
    return new Kept(name, start, false);
  }

  private void keep() {
    while (true) {
      int status = current().onExit().join().exitValue();
      if (status == 0 && !endless) {
        return;
      }
      Await.pause(PAUSE);
      synchronized (this) {
        if (closing) {
          return;
        }
        if (status != KILLED) {
          failures.add(status);
        }
        process = start.get();
      }
    }
  }

  private synchronized Process current() {
    return process;
  }

  /** With which statuses it ended though nobody had killed it. */
  synchronized List<Integer> failures() {
    return List.copyOf(failures);
  }

  boolean isDone() {
    return !keeper.isAlive();
  }

  /** As {@code kill -9} does; does nothing if it has ended. */
  void kill() {
    current().destroyForcibly();
  }

  /** It stands still for some time, and then goes on. */
  void stopFor(Duration time) {
    Process stopped = current();
    Services.signal("STOP", stopped.pid());
    Await.pause(time);
    Services.signal("CONT", stopped.pid());
  }

  @Override
  public void close() {
    Process last;
    synchronized (this) {
      closing = true;
      last = process;
    }
    last.destroy();
    try {
      if (!last.waitFor(GOODBYE_SECONDS, TimeUnit.SECONDS)) {
        Lab.kill(last);
      }
      keeper.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      Lab.kill(last);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
