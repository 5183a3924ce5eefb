package dev.triptych.cli.temporal;

import com.uber.m3.tally.NoopScope;
import com.uber.m3.tally.Scope;
import dev.triptych.worker.errors.TriptychException.ServiceUnusable;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.telemetry.TracedStarts;
import io.grpc.ClientInterceptor;
import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.envconfig.ClientConfigProfile;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A Temporal service of its own, whose workers are other processes: {@code triptych worker}. */
public final class ServiceEngine implements Engine {
  private static final long PATIENCE_SECONDS = 10;

  /** Connects to the service that the environment names. */
  private record Service(Map<String, String> environment, Starter embedded) implements Starter {
    @Override
    public boolean lasting() {
      return true;
    }

    @Override
    public Starter here() {
      return embedded;
    }

    @Override
    public void check() {
      ServiceSettings.load(environment);
    }

    @Override
    public Engine start(ArtifactStore store, Places places) {
      return connect(environment);
    }
  }

  private final WorkflowServiceStubs stubs;
  private final WorkflowClient client;

  private ServiceEngine(WorkflowServiceStubs stubs, WorkflowClient client) {
    this.stubs = stubs;
    this.client = client;
  }

  /** The service that {@code environment} names, or else {@code embedded}. */
  public static Starter configuredOr(Starter embedded, Map<String, String> environment) {
    return ServiceSettings.present(environment)
        ? new Service(Map.copyOf(environment), embedded)
        : embedded;
  }

  /**
   * Connects as Temporal's own environment variables and configuration file say.
   *
   * @throws ServiceUnusable if they are wrong, or the service does not answer or denies access
   */
  public static ServiceEngine connect(Map<String, String> environment) {
    return connect(environment, new NoopScope(), List.of());
  }

  /**
   * As {@link #connect(Map)}.
   *
   * @param metrics takes the numbers of Temporal's SDK
   * @param listeners hear every call
   */
  public static ServiceEngine connect(
      Map<String, String> environment, Scope metrics, List<ClientInterceptor> listeners) {
    ClientConfigProfile profile = ServiceSettings.load(environment);
    WorkflowServiceStubsOptions options;
    WorkflowClientOptions clientOptions;
    try {
      options =
          WorkflowServiceStubsOptions.newBuilder(profile.toWorkflowServiceStubsOptions())
              .setMetricsScope(metrics)
              .setGrpcClientInterceptors(listeners)
              .build();
      clientOptions =
          WorkflowClientOptions.newBuilder(profile.toWorkflowClientOptions())
              .setInterceptors(new TracedStarts())
              .build();
    } catch (RuntimeException e) {
      throw new ServiceUnusable(
          "The certificate or the key for Temporal cannot be read",
          "TEMPORAL_TLS_CLIENT_CERT_PATH, TEMPORAL_TLS_CLIENT_KEY_PATH and"
              + " TEMPORAL_TLS_SERVER_CA_CERT_PATH",
          "Check the files that they name: they must be PEM, the key in PKCS #8.");
    }
    WorkflowServiceStubs stubs = WorkflowServiceStubs.newServiceStubs(options);
    WorkflowClient client = WorkflowClient.newInstance(stubs, clientOptions);
    String namespace = client.getOptions().getNamespace();
    try {
      stubs
          .blockingStub()
          .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
          .describeNamespace(DescribeNamespaceRequest.newBuilder().setNamespace(namespace).build());
    } catch (StatusRuntimeException e) {
      stubs.shutdownNow();
      throw ServiceFailures.explain(options.getTarget(), namespace, e);
    }
    return new ServiceEngine(stubs, client);
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
