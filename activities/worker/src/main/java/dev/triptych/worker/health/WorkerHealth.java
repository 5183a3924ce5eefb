package dev.triptych.worker.health;

import dev.triptych.worker.heartbeat.Drain;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Tells from its polls, and from whether it is about to go, how a worker is. */
public final class WorkerHealth implements Health {
  private final List<String> queues;
  private final Polls polls;
  private final Drain drain;
  private final BooleanSupplier idle;

  /**
   * @param queues task queues that the worker serves
   * @param idle whether it runs no activity
   */
  public WorkerHealth(Collection<String> queues, Polls polls, Drain drain, BooleanSupplier idle) {
    this.queues = queues.stream().sorted().toList();
    this.polls = polls;
    this.drain = drain;
    this.idle = idle;
  }

  /** A worker whose slots are all in use asks for nothing, and is ready nevertheless. */
  @Override
  public Optional<String> notReady() {
    return drain.begun()
        ? Optional.of("the worker is leaving")
        : queues.stream().map(polls::refused).flatMap(Optional::stream).findFirst();
  }

  /** Only of an idle worker can be said that it ought to ask for work. */
  @Override
  public Optional<String> notAlive() {
    return drain.begun() || !idle.getAsBoolean()
        ? Optional.empty()
        : queues.stream().map(polls::ceased).flatMap(Optional::stream).findFirst();
  }
}
