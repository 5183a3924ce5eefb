package dev.triptych.worker.errors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.triptych.worker.errors.TriptychException.StoreRefused;
import dev.triptych.worker.errors.TriptychException.TrackerRefused;
import dev.triptych.worker.store.s3.S3Settings;
import dev.triptych.worker.store.s3.S3Store;
import dev.triptych.worker.tracking.mlflow.Inspection;
import dev.triptych.worker.tracking.mlflow.TrackingServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients of all kinds before a server whose certificate nobody has signed. */
class UntrustedServerTest {
  private static final String PASSWORD = "of a test";

  @TempDir private static Path folder;
  private static HttpsServer server;
  private static String address;

  @BeforeAll
  static void start() throws Exception {
    Path keys = folder.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-alias",
                    "server",
                    "-dname",
                    "CN=Server",
                    "-ext",
                    "san=ip:127.0.0.1",
                    "-keyalg",
                    "EC",
                    "-keystore",
                    keys.toString(),
                    "-storepass",
                    PASSWORD))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      store.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(store, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), null, null);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.start();
    address = "https://127.0.0.1:" + server.getAddress().getPort();
  }

  @AfterAll
  static void stop() {
    server.stop(0);
  }

  @Test
  void aStoreIsRefusedAndNotAskedAgain() {
    Map<String, String> environment =
        Map.of(
            "MLFLOW_S3_ENDPOINT_URL",
            address,
            "AWS_ACCESS_KEY_ID",
            "somebody",
            "AWS_SECRET_ACCESS_KEY",
            "somewhere",
            "TRIPTYCH_CACHE",
            folder.toString());
    assertThatThrownBy(() -> S3Store.existing(S3Settings.of("s3://triptych", environment)))
        .isInstanceOf(StoreRefused.class)
        .hasMessageContainingAll(address + " is not trusted", "SSL_CERT_FILE");
  }

  @Test
  void aTrackerIsRefusedByEachOfItsClients() {
    Inspection inspection =
        new Inspection(TrackingServer.of(Map.of("MLFLOW_TRACKING_URI", address)).orElseThrow());
    assertThatThrownBy(inspection::version)
        .isInstanceOf(TrackerRefused.class)
        .hasMessageContainingAll("MLflow's certificate is not trusted", address, "SSL_CERT_FILE");
    assertThatThrownBy(() -> inspection.writeProbe(Map.of()))
        .isInstanceOf(TrackerRefused.class)
        .hasMessageContainingAll("MLflow's certificate is not trusted", address);
  }
}
