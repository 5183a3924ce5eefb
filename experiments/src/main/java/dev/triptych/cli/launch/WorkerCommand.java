package dev.triptych.cli.launch;

import dev.triptych.cli.console.CommonOptions;
import dev.triptych.cli.console.Console;
import dev.triptych.cli.console.ExitCode;
import dev.triptych.cli.console.UserError;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.workflows.stage.TaskQueues;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code triptych worker}. */
@Command(
    name = "worker",
    description = {
      "Take work from a Temporal service until stopped.",
      "Needs TEMPORAL_ADDRESS; without a service, `triptych run` does its own work."
    })
public final class WorkerCommand implements Callable<Integer> {
  private static final long GRACE_SECONDS = 30;

  /** Which work to take. */
  enum Queue {
    GPU,
    CPU
  }

  private final Console console;
  private final Clock clock;

  @Mixin private CommonOptions common;
  @Mixin private LaunchOptions options;

  @Option(
      names = "--queue",
      paramLabel = "gpu|cpu",
      description = "Take networks (gpu) or bookkeeping and workflows (cpu) only (default: both).")
  private @Nullable Queue queue;

  public WorkerCommand(Console console, Clock clock) {
    this.console = console;
    this.clock = clock;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (!ServiceEngine.configured(console.environment())) {
      throw UserError.usage(
          "A worker needs a Temporal service: set TEMPORAL_ADDRESS to its host and port."
              + " Without a service, `triptych run` does its own work.");
    }
    ArtifactStore store = common.data(console.environment()).open();
    CountDownLatch stopped = new CountDownLatch(1);
    try (ServiceEngine service = ServiceEngine.connect();
        LocalWorker worker =
            LocalWorker.start(
                service.client(), store, queues(), options.slots(), console.environment(), clock)) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> drain(worker, stopped)));
      console
          .err()
          .println("Taking work from " + String.join(" and ", queues()) + ". Ctrl-C stops.");
      stopped.await();
    }
    return ExitCode.OK;
  }

  private void drain(LocalWorker worker, CountDownLatch stopped) {
    console.err().println("\nFinishing what is under way.");
    worker.drain(GRACE_SECONDS);
    stopped.countDown();
  }

  private Set<String> queues() {
    if (queue == null) {
      return Set.of(TaskQueues.GPU, TaskQueues.CPU);
    }
    return switch (queue) {
      case GPU -> Set.of(TaskQueues.GPU);
      case CPU -> Set.of(TaskQueues.CPU);
    };
  }
}
