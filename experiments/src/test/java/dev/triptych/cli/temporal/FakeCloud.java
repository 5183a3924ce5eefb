package dev.triptych.cli.temporal;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.stub.StreamObserver;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.ListSearchAttributesResponse;
import io.temporal.api.operatorservice.v1.OperatorServiceGrpc;
import io.temporal.api.taskqueue.v1.PollerInfo;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.DescribeNamespaceResponse;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueResponse;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.api.workflowservice.v1.GetSystemInfoResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManagerFactory;

/**
 * Speaks as much of Temporal as a client needs to connect, and to ask who works there: TLS, an API
 * key, one namespace.
 */
public final class FakeCloud implements AutoCloseable {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final String PASSWORD = "changeit";

  private final Server server;
  private final Path authority;
  private final Estate estate;

  private FakeCloud(Server server, Path authority, Estate estate) {
    this.server = server;
    this.authority = authority;
    this.estate = estate;
  }

  /** What the service has. */
  private static final class Estate {
    final Map<String, IndexedValueType> attributes = new ConcurrentHashMap<>();
    final Map<String, List<String>> workers = new ConcurrentHashMap<>();
  }

  /** Registers a search attribute. */
  public void know(String attribute, IndexedValueType type) {
    estate.attributes.put(attribute, type);
  }

  /** Lets workers of these identities have asked for work. */
  public void serve(String queue, String... identities) {
    estate.workers.put(queue, List.of(identities));
  }

  public static FakeCloud start(Path folder, String apiKey, String namespace) throws Exception {
    Path store = folder.resolve("cloud.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "cloud",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost,ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD)
            .inheritIO()
            .start();
    if (keytool.waitFor() != 0) {
      throw new IllegalStateException("keytool failed");
    }
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    Path authority = folder.resolve("authority.pem");
    Files.writeString(
        authority,
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(keys.getCertificate("cloud").getEncoded())
            + "\n-----END CERTIFICATE-----\n");
    Estate estate = new Estate();
    Gate gate = new Gate(apiKey);
    Server server =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
            .sslContext(GrpcSslContexts.configure(SslContextBuilder.forServer(managers)).build())
            .addService(ServerInterceptors.intercept(new Namespaces(namespace, estate), gate))
            .addService(ServerInterceptors.intercept(new Attributes(estate), gate))
            .build()
            .start();
    return new FakeCloud(server, authority, estate);
  }

  public String address() {
    return "127.0.0.1:" + server.getPort();
  }

  /** Who signed the server's certificate, as PEM. */
  public Path authority() {
    return authority;
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private record Gate(String apiKey) implements ServerInterceptor {
    @Override
    public <A, B> ServerCall.Listener<A> interceptCall(
        ServerCall<A, B> call, Metadata headers, ServerCallHandler<A, B> next) {
      if (!("Bearer " + apiKey).equals(headers.get(AUTHORIZATION))) {
        call.close(Status.UNAUTHENTICATED.withDescription("bad key"), new Metadata());
        return new ServerCall.Listener<>() {};
      }
      return Contexts.interceptCall(Context.current(), call, headers, next);
    }
  }

  private static final class Namespaces extends WorkflowServiceGrpc.WorkflowServiceImplBase {
    private final String namespace;
    private final Estate estate;

    Namespaces(String namespace, Estate estate) {
      this.namespace = namespace;
      this.estate = estate;
    }

    @Override
    public void describeTaskQueue(
        DescribeTaskQueueRequest request, StreamObserver<DescribeTaskQueueResponse> answer) {
      DescribeTaskQueueResponse.Builder said = DescribeTaskQueueResponse.newBuilder();
      for (String worker :
          estate.workers.getOrDefault(request.getTaskQueue().getName(), List.of())) {
        said.addPollers(PollerInfo.newBuilder().setIdentity(worker));
      }
      answer.onNext(said.build());
      answer.onCompleted();
    }

    @Override
    public void getSystemInfo(
        GetSystemInfoRequest request, StreamObserver<GetSystemInfoResponse> answer) {
      answer.onNext(GetSystemInfoResponse.newBuilder().setServerVersion("1.29.1").build());
      answer.onCompleted();
    }

    @Override
    public void describeNamespace(
        DescribeNamespaceRequest request, StreamObserver<DescribeNamespaceResponse> answer) {
      if (request.getNamespace().equals(namespace)) {
        answer.onNext(DescribeNamespaceResponse.getDefaultInstance());
        answer.onCompleted();
      } else {
        answer.onError(Status.NOT_FOUND.asRuntimeException());
      }
    }
  }

  private static final class Attributes extends OperatorServiceGrpc.OperatorServiceImplBase {
    private final Estate estate;

    Attributes(Estate estate) {
      this.estate = estate;
    }

    @Override
    public void listSearchAttributes(
        ListSearchAttributesRequest request, StreamObserver<ListSearchAttributesResponse> answer) {
      answer.onNext(
          ListSearchAttributesResponse.newBuilder()
              .putAllCustomAttributes(estate.attributes)
              .build());
      answer.onCompleted();
    }
  }
}
