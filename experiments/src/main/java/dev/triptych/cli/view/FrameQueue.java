package dev.triptych.cli.view;

import dev.triptych.cli.view.FrameRequest.Place;
import dev.triptych.cli.view.Refusal.Refused;
import dev.triptych.worker.host.DaemonThreads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be made. Of all for one place on a page the newest alone waits; an older one is let
 * go at once. Whoever has waited longest comes first.
 */
final class FrameQueue implements AutoCloseable {
  private static final long PATIENCE_MILLIS = 10_000; // for what is under way, at the end

  /** Takes what becomes of a request; exactly one of these is called, once. */
  interface Answer {
    void made(Content content);

    /** A newer one for the same place has come. */
    void needless();

    /** Too many places wait, or the queue is closed. */
    void busy();

    void failed(Throwable reason);
  }

  private record Waiting(Place place, Supplier<Content> work, Answer answer) {}

  private final int most;
  private final Map<Place, Waiting> waiting = new LinkedHashMap<>();
  private final Set<Place> underWay = new HashSet<>();
  private final List<Thread> threads = new ArrayList<>();
  private boolean closed;

  /**
   * @param most places that may wait
   */
  FrameQueue(int threads, int most) {
    this.most = most;
    ThreadFactory factory = DaemonThreads.named("triptych-frames");
    for (int i = 0; i < threads; i++) {
      Thread thread = factory.newThread(this::work);
      this.threads.add(thread);
      thread.start();
    }
  }

  /** Asks for what {@code work} makes, in one of the threads. */
  void ask(Place place, Supplier<Content> work, Answer answer) {
    @Nullable Answer refused = null;
    @Nullable Waiting older = null;
    synchronized (this) {
      if (closed || (waiting.size() >= most && !waiting.containsKey(place))) {
        refused = answer;
      } else {
        older = waiting.put(place, new Waiting(place, work, answer)); // keeps its turn
        notifyAll();
      }
    }
    if (refused != null) {
      refused.busy();
    }
    if (older != null) {
      older.answer().needless();
    }
  }

  private void work() {
    for (Waiting next = take(); next != null; next = take()) {
      try {
        next.answer().made(next.work().get());
      } catch (RuntimeException | Error e) {
        next.answer().failed(e);
      } finally {
        left(next.place());
      }
    }
  }

  /** The first whose place has none under way; null at the end. */
  private synchronized @Nullable Waiting take() {
    while (!closed) {
      Iterator<Waiting> all = waiting.values().iterator();
      while (all.hasNext()) {
        Waiting first = all.next();
        if (underWay.add(first.place())) {
          all.remove();
          return first;
        }
      }
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return null;
      }
    }
    return null;
  }

  private synchronized void left(Place place) {
    underWay.remove(place);
    notifyAll();
  }

  /**
   * Lets all of this go first: returns when none waits or is under way.
   *
   * @param most after which it returns anyway, so that what gives way comes to an end
   * @throws Refused once it is closed, since nobody waits for what gave way any more
   */
  synchronized void giveWay(Duration most) {
    long end = System.nanoTime() + most.toNanos();
    while (!closed && !(waiting.isEmpty() && underWay.isEmpty())) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        return;
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
    if (closed) {
      throw new Refused(Refusal.BUSY, "the program ends");
    }
  }

  /** How many wait. */
  synchronized int size() {
    return waiting.size();
  }

  /** Lets go of those that wait, and waits for those under way. */
  @Override
  public void close() {
    List<Waiting> rest;
    synchronized (this) {
      closed = true;
      rest = List.copyOf(waiting.values());
      waiting.clear();
      notifyAll();
    }
    rest.forEach(each -> each.answer().busy());
    try {
      for (Thread thread : threads) {
        thread.join(PATIENCE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
