package dev.triptych.cli.launch;

import ai.djl.Device;
import com.uber.m3.tally.NoopScope;
import dev.triptych.cli.console.CommonOptions;
import dev.triptych.cli.console.Console;
import dev.triptych.cli.console.ExitCode;
import dev.triptych.cli.console.UserError;
import dev.triptych.cli.console.WholeNumber;
import dev.triptych.cli.temporal.ServiceEngine;
import dev.triptych.cli.temporal.ServicePlace;
import dev.triptych.cli.temporal.ServiceSettings;
import dev.triptych.models.torch.Torch;
import dev.triptych.worker.WorkerPlacement;
import dev.triptych.worker.WorkerVersion;
import dev.triptych.worker.health.Polls;
import dev.triptych.worker.metrics.MetricsServer;
import dev.triptych.worker.metrics.QueueBacklog;
import dev.triptych.worker.metrics.WorkerMetrics;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.folder.FolderLock;
import dev.triptych.workflows.stage.TaskQueues;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code triptych worker}. */
@Command(
    name = "worker",
    description = {
      "Take work from a Temporal service until stopped.",
      "Needs TEMPORAL_ADDRESS; without a service, `triptych run` does its own work.",
      "Ctrl-C or SIGTERM: trainings leave a checkpoint and go to another worker at once."
    })
public final class WorkerCommand implements Callable<Integer> {
  private static final String METRICS_PORT = "TRIPTYCH_METRICS_PORT";
  private static final String METRICS_HOST = "TRIPTYCH_METRICS_HOST";
  private static final String BUILD_ID = "TRIPTYCH_BUILD_ID";
  private static final String DEPLOYMENT = "TRIPTYCH_DEPLOYMENT";
  private static final int LAST_PORT = 65535;
  private static final int DAY = 86_400;

  /** Which work to take. */
  enum Queue {
    GPU,
    CPU
  }

  /** A port to listen on, 0 for a free one. */
  static final class Port extends WholeNumber {
    Port() {
      super(0, LAST_PORT);
    }
  }

  /** Seconds until what is not finished is cut short. */
  static final class Grace extends WholeNumber {
    Grace() {
      super(0, DAY);
    }
  }

  private final Console console;
  private final Clock clock;
  private final Runnable lastWords;

  @Mixin private CommonOptions common;
  @Mixin private LaunchOptions options;

  @Option(
      names = "--queue",
      paramLabel = "gpu|cpu",
      description = "Take networks (gpu) or bookkeeping and workflows (cpu) only (default: both).")
  private @Nullable Queue queue;

  @Option(
      names = "--metrics-port",
      paramLabel = "PORT",
      converter = Port.class,
      description =
          "Serve Prometheus metrics on this port, at /metrics, and answer probes at /health/ready"
              + " and /health/live; 0 for a free one (default: $TRIPTYCH_METRICS_PORT, or none).")
  private @Nullable Integer metricsPort;

  @Option(
      names = "--metrics-host",
      paramLabel = "ADDRESS",
      description =
          "Serve them on this address of the machine, 0.0.0.0 for all: whoever reaches it may read"
              + " them (default: $TRIPTYCH_METRICS_HOST, or 127.0.0.1).")
  private @Nullable String metricsHost;

  @Option(
      names = "--grace",
      paramLabel = "SECONDS",
      converter = Grace.class,
      description = "When stopped, give edits and renderings this long to finish (default: 20).")
  private int grace = 20; // Kubernetes kills after 30

  @Option(
      names = "--build-id",
      paramLabel = "ID",
      description = {
        "Take work of launches that began on this build only; new ones begin on the build that"
            + " `temporal worker deployment set-current-version` names",
        "(default: $TRIPTYCH_BUILD_ID, or the work of all launches)."
      })
  private @Nullable String buildId;

  @Option(
      names = "--deployment",
      paramLabel = "NAME",
      description =
          "What the workers of all builds are called together (default: $TRIPTYCH_DEPLOYMENT, or triptych).")
  private @Nullable String deployment;

  /**
   * @param lastWords sends what is left to say once the worker has stopped
   */
  public WorkerCommand(Console console, Clock clock, Runnable lastWords) {
    this.console = console;
    this.clock = clock;
    this.lastWords = lastWords;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (!ServiceSettings.present(console.environment())) {
      throw UserError.usage(
          "A worker needs a Temporal service: set TEMPORAL_ADDRESS to its host and port."
              + " Without a service, `triptych run` does its own work.");
    }
    ServiceSettings.load(console.environment());
    Tracking.checkSettings(console.environment());
    Integer port = metricsPort == null ? configuredPort() : metricsPort;
    InetAddress host = host();
    WorkerPlacement placement = placement();
    ArtifactStore store = common.data(console.environment()).open();
    try (FolderLock lock = FolderLock.share(store.local());
        MetricsServer metrics = port == null ? null : metrics(host, port)) {
      work(store, placement, metrics);
    }
    return ExitCode.OK;
  }

  private void work(ArtifactStore store, WorkerPlacement placement, @Nullable MetricsServer metrics)
      throws InterruptedException {
    CountDownLatch stopped = new CountDownLatch(1);
    WorkerMetrics counts = metrics == null ? WorkerMetrics.unheard() : metrics.worker();
    Polls polls = new Polls();
    try (ServiceEngine service =
            ServiceEngine.connect(
                console.environment(),
                metrics == null ? new NoopScope() : metrics.scope(),
                List.of(polls));
        LocalWorker worker =
            LocalWorker.start(
                service.client(),
                store,
                placement,
                options.lowMemory(),
                counts,
                console.environment(),
                clock);
        QueueBacklog backlog =
            metrics != null && placement.queues().contains(TaskQueues.CPU)
                ? QueueBacklog.watch(service.client(), counts)
                : null) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> drain(worker, stopped)));
      console
          .err()
          .println(
              "Taking work from "
                  + String.join(" and ", new TreeSet<>(placement.queues()))
                  + " in "
                  + ServicePlace.of(service.client())
                  + ". Ctrl-C stops.");
      if (metrics != null) {
        metrics.watch(worker.health(polls));
        console.err().println("Metrics: " + metrics.url());
      }
      stopped.await();
    }
  }

  private void drain(LocalWorker worker, CountDownLatch stopped) {
    console.err().println("\nHanding trainings back and finishing short steps.");
    boolean ended = worker.drain(grace);
    console.err().println(ended ? "Stopped." : "Some work did not stop and was cut short.");
    console.err().flush();
    lastWords.run();
    stopped.countDown();
  }

  private static MetricsServer metrics(InetAddress host, int port) {
    try {
      return MetricsServer.start(host, port);
    } catch (IOException e) {
      throw UserError.surroundings(
          "Metrics cannot be served on port "
              + port
              + " of "
              + host.getHostAddress()
              + ": "
              + (e instanceof BindException ? "it is taken, or no address of this machine" : e)
              + ". Choose another with --metrics-port, or 0 for a free one.");
    }
  }

  private InetAddress host() {
    String given = given(metricsHost, METRICS_HOST, "");
    if (given.isEmpty()) {
      return InetAddress.getLoopbackAddress();
    }
    try {
      return InetAddress.getByName(given);
    } catch (UnknownHostException e) {
      throw UserError.usage(
          "Metrics cannot be served on \""
              + given
              + "\": it is no address of this machine. Give"
              + " one with --metrics-host or "
              + METRICS_HOST
              + ", or 0.0.0.0 for all.");
    }
  }

  private @Nullable Integer configuredPort() {
    String variable = console.environment().getOrDefault(METRICS_PORT, "");
    try {
      return variable.isBlank() ? null : new Port().convert(variable);
    } catch (TypeConversionException e) {
      throw UserError.usage(METRICS_PORT + " " + e.getMessage());
    }
  }

  private WorkerPlacement placement() {
    Set<String> queues = queues();
    if (!queues.contains(TaskQueues.GPU)) {
      return new WorkerPlacement(queues, List.of(Device.cpu()), version()); // runs no network
    }
    Torch.start(); // first: the library may not load
    return new WorkerPlacement(queues, options.places(console).devices(), version());
  }

  private WorkerVersion version() {
    String build = given(buildId, BUILD_ID, "");
    return build.isBlank()
        ? WorkerVersion.told()
        : new WorkerVersion(given(deployment, DEPLOYMENT, WorkerVersion.DEPLOYMENT), build, true);
  }

  /** What an option says, or else a variable of the environment. */
  private String given(@Nullable String option, String variable, String usual) {
    String said = option != null ? option : console.environment().getOrDefault(variable, "");
    return said.isBlank() ? usual : said.strip();
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
