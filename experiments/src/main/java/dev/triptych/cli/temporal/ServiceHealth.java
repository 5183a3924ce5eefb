package dev.triptych.cli.temporal;

import dev.triptych.worker.errors.TriptychException.ServiceUnusable;
import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.client.WorkflowClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * What a Temporal service has for Triptych's runs.
 *
 * @param place namespace and address, for people
 * @param version of the server; empty if it does not tell
 * @param search why it will not find runs by their style; empty if it will
 * @param queues the task queues
 */
public record ServiceHealth(
    String place, String version, Optional<String> search, List<Queue> queues) {
  private static final long PATIENCE_SECONDS = 10;

  /**
   * A task queue.
   *
   * @param workers that have asked for work of late; empty if the service does not tell
   * @param command that starts a worker
   */
  public record Queue(String name, OptionalInt workers, String command) {}

  public ServiceHealth {
    queues = List.copyOf(queues);
  }

  /**
   * Asks the service that {@code environment} names; empty if it names none.
   *
   * @throws ServiceUnusable if the settings are wrong, or the service does not answer or does not
   *     let us into its namespace
   */
  public static Optional<ServiceHealth> look(Map<String, String> environment) {
    if (!ServiceSettings.present(environment)) {
      return Optional.empty();
    }
    try (ServiceEngine engine = ServiceEngine.connect(environment)) {
      WorkflowClient client = engine.client();
      return Optional.of(
          new ServiceHealth(
              ServicePlace.of(client).toString(),
              version(client),
              new SearchAttributesSetup(client).look(),
              QueuePollers.QUEUES.stream().map(name -> queue(client, name)).toList()));
    }
  }

  private static String version(WorkflowClient client) {
    try {
      return client
          .getWorkflowServiceStubs()
          .blockingStub()
          .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
          .getSystemInfo(GetSystemInfoRequest.getDefaultInstance())
          .getServerVersion();
    } catch (StatusRuntimeException e) {
      return "";
    }
  }

  private static Queue queue(WorkflowClient client, String name) {
    OptionalInt workers;
    try {
      workers = OptionalInt.of(new QueuePollers(client).workers(name));
    } catch (StatusRuntimeException e) {
      workers = OptionalInt.empty();
    }
    return new Queue(name, workers, QueuePollers.command(name));
  }
}
