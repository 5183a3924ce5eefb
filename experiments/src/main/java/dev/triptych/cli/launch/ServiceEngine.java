package dev.triptych.cli.launch;

import dev.triptych.cli.console.UserError;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowClient;
import io.temporal.envconfig.ClientConfigProfile;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** A Temporal service of its own, whose workers are other processes: {@code triptych worker}. */
public final class ServiceEngine implements Engine {
  private static final String ADDRESS = "TEMPORAL_ADDRESS";
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final WorkflowServiceStubs stubs;
  private final WorkflowClient client;

  private ServiceEngine(WorkflowServiceStubs stubs, WorkflowClient client) {
    this.stubs = stubs;
    this.client = client;
  }

  /** Whether the environment names a service. */
  public static boolean configured(Map<String, String> environment) {
    return !environment.getOrDefault(ADDRESS, "").isBlank();
  }

  /**
   * Connects as Temporal's own environment variables and configuration file say.
   *
   * @throws UserError if they are wrong, or the service does not answer
   */
  public static ServiceEngine connect() {
    try {
      ClientConfigProfile profile = ClientConfigProfile.load();
      WorkflowServiceStubs stubs =
          WorkflowServiceStubs.newConnectedServiceStubs(
              profile.toWorkflowServiceStubsOptions(), PATIENCE);
      return new ServiceEngine(
          stubs, WorkflowClient.newInstance(stubs, profile.toWorkflowClientOptions()));
    } catch (IOException e) {
      throw UserError.surroundings("Temporal's configuration cannot be read: " + e.getMessage());
    } catch (StatusRuntimeException e) {
      throw UserError.surroundings(
          "The Temporal service at "
              + System.getenv(ADDRESS)
              + " does not answer ("
              + e.getStatus().getCode()
              + "). Start it, correct "
              + ADDRESS
              + ", or unset it to run without a service.");
    }
  }

  @Override
  public WorkflowClient client() {
    return client;
  }

  @Override
  public void close() {
    stubs.shutdownNow();
  }
}
