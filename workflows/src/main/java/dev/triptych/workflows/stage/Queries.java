package dev.triptych.workflows.stage;

import io.grpc.Context;
import io.temporal.client.WorkflowException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Queries of workflows that somebody waits for. Only a worker can answer them; where there is none,
 * Temporal's client would ask again for a minute.
 */
public final class Queries {
  private static final long SECONDS = 10; // the client's own limit of one attempt
  private static final ScheduledExecutorService TIMER =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "queries");
            thread.setDaemon(true);
            return thread;
          });

  private Queries() {}

  /**
   * The answer of {@code query}.
   *
   * @throws WorkflowException if there is no such workflow, or no worker answers within ten seconds
   */
  public static <T> T ask(Supplier<T> query) {
    try (Context.CancellableContext limited =
        Context.current().withDeadlineAfter(SECONDS, TimeUnit.SECONDS, TIMER)) {
      Context before = limited.attach();
      try {
        return query.get();
      } finally {
        limited.detach(before);
      }
    }
  }
}
