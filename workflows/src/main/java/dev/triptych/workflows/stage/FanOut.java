package dev.triptych.workflows.stage;

import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Runs many steps side by side, but only so many at a time; workflow code only. */
public final class FanOut<T, R> {
  private final int inFlight;
  private final Function<T, Promise<R>> step;
  private final List<Promise<R>> started = new ArrayList<>();
  private final List<RuntimeException> failures = new ArrayList<>();
  private int open;

  private FanOut(int inFlight, Function<T, Promise<R>> step) {
    this.inFlight = inFlight;
    this.step = step;
  }

  /**
   * Starts {@code step} for each item in order, at most {@code inFlight} at a time. After a failure
   * no more are started, and it is thrown when those in flight have ended: they are few and their
   * results are kept, so cutting them short would save nothing.
   *
   * @return results in the items' order
   */
  public static <T, R> List<R> map(List<T> items, int inFlight, Function<T, Promise<R>> step) {
    return new FanOut<>(inFlight, step).run(items);
  }

  private List<R> run(List<T> items) {
    for (T item : items) {
      Workflow.await(() -> open < inFlight || !failures.isEmpty());
      if (!failures.isEmpty()) {
        break;
      }
      start(item);
    }
    Workflow.await(() -> open == 0);
    if (!failures.isEmpty()) {
      throw failures.get(0);
    }
    return started.stream().map(Promise::get).toList();
  }

  private void start(T item) {
    open++;
    Promise<R> promise = step.apply(item);
    started.add(promise);
    promise.handle(
        (result, failure) -> {
          open--;
          if (failure != null) {
            failures.add(failure);
          }
          return null;
        });
  }
}
