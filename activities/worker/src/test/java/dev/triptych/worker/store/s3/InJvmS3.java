package dev.triptych.worker.store.s3;

import java.net.URI;
import java.util.Map;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;

/** An S3 server inside this JVM, on a free port of the loopback interface; it checks signatures. */
public final class InJvmS3 implements AutoCloseable {
  private static final String USER = "test-user";
  private static final String PASSWORD = "test-password";

  private final S3Proxy server;

  public InJvmS3() throws Exception {
    server =
        S3Proxy.builder()
            .blobStore(new TransientNio2BlobStore())
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(AuthenticationType.AWS_V4, USER, PASSWORD)
            .build();
    server.start();
  }

  /** What a user of the server has in the environment. */
  public Map<String, String> environment() {
    return Map.of(
        "MLFLOW_S3_ENDPOINT_URL", "http://127.0.0.1:" + server.getPort(),
        "AWS_ACCESS_KEY_ID", USER,
        "AWS_SECRET_ACCESS_KEY", PASSWORD);
  }

  @Override
  public void close() throws Exception {
    server.stop();
  }
}
