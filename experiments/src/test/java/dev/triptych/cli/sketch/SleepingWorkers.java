package dev.triptych.cli.sketch;

import ai.djl.Device;
import dev.triptych.cli.temporal.ServiceEngine;
import dev.triptych.worker.Registrations;
import dev.triptych.worker.TriptychWorker;
import dev.triptych.worker.WorkerPlacement;
import dev.triptych.worker.activities.ModelSteps;
import dev.triptych.worker.memo.Memo;
import dev.triptych.worker.metrics.WorkerMetrics;
import dev.triptych.worker.runs.RenewalOrders;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.place.DataPlace;
import dev.triptych.workflows.stage.TaskQueues;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A process of many workers of the queue {@code gpu}, each with its own connection, pollers and
 * slots, whose edits sleep: what a cluster asks of Temporal, without the cluster. The memo layer,
 * the interceptors and the store are the real ones. Ends when it is killed.
 *
 * <p>Arguments: workers, slots of each, milliseconds that an edit of one view takes, and a file.
 * The file gets a line when all workers are there, and one for each step of editing.
 */
public final class SleepingWorkers {
  // Times in milliseconds since 1970.
  private static final String HEAD = "worker,views,scheduled,handedOut,began,ended";

  private final Map<String, String> environment;
  private final ArtifactStore store;
  private final Memo memo;

  private SleepingWorkers(Map<String, String> environment) {
    this.environment = environment;
    this.store =
        DataPlace.of(Objects.requireNonNull(environment.get("TRIPTYCH_DATA")), environment).open();
    this.memo = new Memo(store, Clock.systemUTC(), new RenewalOrders(store));
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    int workers = Integer.parseInt(arguments[0]);
    int slots = Integer.parseInt(arguments[1]);
    Duration each = Duration.ofMillis(Long.parseLong(arguments[2]));
    Path diary = Path.of(arguments[3]);
    SleepingWorkers all = new SleepingWorkers(System.getenv());
    try (PrintWriter lines =
        new PrintWriter(Files.newBufferedWriter(diary, StandardCharsets.UTF_8), true)) {
      for (int worker = 0; worker < workers; worker++) {
        all.start(worker, slots, each, lines);
      }
      lines.println(HEAD);
      Thread.currentThread().join(); // for ever
    }
  }

  private void start(int worker, int slots, Duration each, PrintWriter lines) {
    SleepingSteps steps =
        new SleepingSteps(
            store,
            each,
            (views, scheduled, handedOut, began, ended) ->
                lines.println(
                    worker + "," + views + "," + scheduled + "," + handedOut + "," + began + ","
                        + ended));
    new TriptychWorker(
            ServiceEngine.connect(environment).client(),
            new Registrations(
                none -> {}, List.of(steps, new ModelSteps(store, steps, steps)), List.of()),
            memo,
            new WorkerPlacement(Set.of(TaskQueues.GPU), Collections.nCopies(slots, Device.cpu())),
            WorkerMetrics.unheard())
        .start();
  }
}
