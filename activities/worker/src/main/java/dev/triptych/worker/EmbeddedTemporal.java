package dev.triptych.worker;

import com.uber.m3.tally.NoopScope;
import com.uber.m3.tally.Scope;
import dev.triptych.worker.telemetry.TracedStarts;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testserver.TestServer;
import io.temporal.testserver.TestServer.InProcessTestServer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A Temporal service inside this process: real time, no port, nothing on disk. It forgets
 * everything when the process ends; what lasts are the store's kept stages and checkpoints, so a
 * run is resumed by launching it again. It knows neither list, count, reset, schedules nor
 * priorities.
 */
public final class EmbeddedTemporal implements AutoCloseable {
  // The service knows no heartbeats of workers; a negative interval sends none.
  private static final Duration UNSUPPORTED = Duration.ofSeconds(-1);
  private static final long SHUTDOWN_SECONDS = 5;

  private final InProcessTestServer server;
  private final WorkflowServiceStubs stubs;
  private final WorkflowClient client;

  private EmbeddedTemporal(InProcessTestServer server, Scope metrics) {
    this.server = server;
    this.stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setChannel(server.getChannel())
                .setMetricsScope(metrics)
                .build());
    this.client =
        WorkflowClient.newInstance(
            stubs,
            WorkflowClientOptions.newBuilder()
                .setWorkerHeartbeatInterval(UNSUPPORTED)
                .setInterceptors(new TracedStarts())
                .build());
  }

  /** Starts the service. */
  public static EmbeddedTemporal start() {
    return start(new NoopScope());
  }

  /**
   * Starts the service.
   *
   * @param metrics takes the numbers of Temporal's SDK
   */
  public static EmbeddedTemporal start(Scope metrics) {
    boolean lockTimeSkipping = true; // timers and timeouts run in real time
    return new EmbeddedTemporal(TestServer.createServer(lockTimeSkipping), metrics);
  }

  public WorkflowClient client() {
    return client;
  }

  @Override
  public void close() {
    stubs.shutdownNow();
    stubs.awaitTermination(SHUTDOWN_SECONDS, TimeUnit.SECONDS);
    server.close();
  }
}
