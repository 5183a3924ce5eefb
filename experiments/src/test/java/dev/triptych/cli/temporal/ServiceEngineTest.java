package dev.triptych.cli.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.triptych.worker.errors.TriptychException.ServiceUnusable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings of the service, each as a user would get it wrong. */
@Timeout(120)
class ServiceEngineTest {
  private static final String KEY = "tmprl-secret-key";

  @TempDir static Path folder;
  private static FakeCloud cloud;

  @BeforeAll
  static void startCloud() throws Exception {
    cloud = FakeCloud.start(folder, KEY, "portraits.x1y2z");
  }

  @AfterAll
  static void stopCloud() {
    cloud.close();
  }

  private static Map<String, String> right() {
    Map<String, String> environment = new HashMap<>();
    environment.put("TEMPORAL_ADDRESS", cloud.address());
    environment.put("TEMPORAL_NAMESPACE", "portraits.x1y2z");
    environment.put("TEMPORAL_API_KEY", KEY);
    environment.put("TEMPORAL_TLS_SERVER_CA_CERT_PATH", cloud.authority().toString());
    return environment;
  }

  private static ServiceUnusable trouble(Map<String, String> environment) {
    ServiceUnusable error =
        catchThrowableOfType(
            ServiceUnusable.class, () -> ServiceEngine.connect(Map.copyOf(environment)).close());
    assertThat(error).isNotNull();
    assertThat(error).message().doesNotContain(KEY).doesNotContain("wrong-key");
    assertThat(error.getCause()).as("a cause may hold secrets").isNull();
    return error;
  }

  @Test
  void connectsWithTlsAndAnApiKey() {
    try (ServiceEngine engine = ServiceEngine.connect(right())) {
      assertThat(engine.client().getOptions().getNamespace()).isEqualTo("portraits.x1y2z");
      assertThat(ServicePlace.of(engine.client()))
          .hasToString("namespace portraits.x1y2z at " + cloud.address());
    }
  }

  @Test
  void connectsAsAProfileOfTheConfigurationFileSays() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("temporal.toml"),
            """
            [profile.studio]
            address = "%s"
            namespace = "portraits.x1y2z"
            api_key = "%s"
            [profile.studio.tls]
            server_ca_cert_path = "%s"
            """
                .formatted(cloud.address(), KEY, cloud.authority()));
    Map<String, String> environment =
        Map.of("TEMPORAL_CONFIG_FILE", file.toString(), "TEMPORAL_PROFILE", "studio");

    assertThat(ServiceSettings.present(environment)).isTrue();
    ServiceEngine.connect(environment).close();

    Map<String, String> other = new HashMap<>(environment);
    other.put("TEMPORAL_PROFILE", "stduio");
    assertThat(trouble(other)).hasMessageContainingAll("no profile \"stduio\"", file.toString());
  }

  @Test
  void saysThatTheKeyIsWrong() {
    Map<String, String> environment = right();
    environment.put("TEMPORAL_API_KEY", "wrong-key");
    assertThat(trouble(environment)).hasMessageContaining("Set TEMPORAL_API_KEY");
  }

  @Test
  void saysThatTheNamespaceIsWrong() {
    Map<String, String> environment = right();
    environment.put("TEMPORAL_NAMESPACE", "portrait.x1y2z");
    assertThat(trouble(environment))
        .hasMessageContainingAll("no namespace \"portrait.x1y2z\"", "TEMPORAL_NAMESPACE");
  }

  @Test
  void saysThatTheCertificateIsNotTrusted() {
    Map<String, String> environment = right();
    environment.remove("TEMPORAL_TLS_SERVER_CA_CERT_PATH");
    assertThat(trouble(environment))
        .hasMessageContainingAll("certificate", "TEMPORAL_TLS_SERVER_CA_CERT_PATH");
  }

  @Test
  void saysThatTheServerExpectsTls() {
    Map<String, String> environment =
        Map.of("TEMPORAL_ADDRESS", cloud.address(), "TEMPORAL_NAMESPACE", "portraits.x1y2z");
    assertThat(trouble(environment)).hasMessageContaining("TEMPORAL_TLS=true");
  }

  @Test
  void saysThatACertificateCannotBeRead() throws IOException {
    Map<String, String> environment = right();
    environment.put(
        "TEMPORAL_TLS_CLIENT_CERT_PATH", Files.writeString(folder.resolve("c"), "x").toString());
    environment.put(
        "TEMPORAL_TLS_CLIENT_KEY_PATH", Files.writeString(folder.resolve("k"), KEY).toString());
    assertThat(trouble(environment)).hasMessageContaining("PKCS #8");
    environment.put("TEMPORAL_TLS_CLIENT_CERT_PATH", folder.resolve("none").toString());
    assertThat(trouble(environment)).hasMessageContaining("TEMPORAL_TLS_CLIENT_CERT_PATH");
  }

  @Test
  void saysThatTheConfigurationFileIsWrong() throws IOException {
    Path file = Files.writeString(folder.resolve("bad.toml"), "api_key = " + KEY + "\n[[[");
    Map<String, String> environment = Map.of("TEMPORAL_CONFIG_FILE", file.toString());
    assertThat(trouble(environment)).hasMessageContainingAll("line 1", file.toString());
  }

  @Test
  void saysThatNobodyListens() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    assertThat(trouble(Map.of("TEMPORAL_ADDRESS", "127.0.0.1:" + port)))
        .hasMessageContainingAll("connection refused", "127.0.0.1:" + port);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "http://localhost:7233",
        "a b:1",
        "%zz:1",
        "127.0.0.1:99999",
        "temporal:0",
        "temporal:65536",
        "temporal:99999999999",
        "user@temporal:7233",
        "temporal:7233/x",
        "[::1]:70000",
        ":7233"
      })
  @Timeout(5)
  void saysThatAnAddressIsNone(String address) {
    assertThat(trouble(Map.of("TEMPORAL_ADDRESS", address)))
        .hasMessageContainingAll("localhost:7233", "\"" + address + "\"", "65535");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:7233", "127.0.0.1:1", "[::1]:65535", "a-b.example.org:7233"})
  void takesHostsAndPorts(String address) {
    assertThat(ServiceSettings.load(Map.of("TEMPORAL_ADDRESS", address)).getAddress())
        .isEqualTo(address);
  }
}
