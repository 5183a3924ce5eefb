package dev.triptych.workflows.stage;

import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.CancellationScope;
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
   * Starts {@code step} for each item in order, at most {@code inFlight} at a time. The first
   * failure cancels the others, and is thrown when they have stopped.
   *
   * @return results in the items' order
   */
  public static <T, R> List<R> map(List<T> items, int inFlight, Function<T, Promise<R>> step) {
    return new FanOut<>(inFlight, step).run(items);
  }

  private List<R> run(List<T> items) {
    CancellationScope scope = Workflow.newCancellationScope(self -> start(items, self));
    try {
      scope.run();
    } catch (CanceledFailure e) {
      failures.add(e); // behind the step's failure, if that is why the scope was cancelled
    }
    Workflow.newDetachedCancellationScope(() -> Workflow.await(() -> open == 0)).run();
    if (!failures.isEmpty()) {
      throw failures.get(0);
    }
    return started.stream().map(Promise::get).toList();
  }

  private void start(List<T> items, CancellationScope scope) {
    for (T item : items) {
      Workflow.await(() -> open < inFlight || !failures.isEmpty());
      if (!failures.isEmpty()) {
        return;
      }
      open++;
      Promise<R> promise = step.apply(item);
      started.add(promise);
      promise.handle(
          (result, failure) -> {
            open--;
            if (failure != null) {
              failures.add(failure);
              scope.cancel("another step failed");
            }
            return null;
          });
    }
  }
}
