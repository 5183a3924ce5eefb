package dev.triptych.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustedAuthoritiesTest {
  private static final List<String> PROPERTIES =
      List.of(
          "javax.net.ssl.trustStore",
          "javax.net.ssl.trustStoreType",
          "javax.net.ssl.trustStorePassword");

  @TempDir Path folder;
  private final Map<String, String> before = new TreeMap<>();

  @BeforeEach
  void keepProperties() {
    for (String name : PROPERTIES) {
      String value = System.getProperty(name);
      if (value != null) {
        before.put(name, value);
      }
    }
  }

  @AfterEach
  void restoreProperties() {
    PROPERTIES.forEach(System::clearProperty);
    before.forEach(System::setProperty);
  }

  private static Map<String, String> naming(Path file) {
    return Map.of(TrustedAuthorities.VARIABLE, file.toString());
  }

  @Test
  void thoseOfAFileAreTrustedBesideThoseOfJava() throws Exception {
    List<X509Certificate> ofJava = trusted();
    assertThat(ofJava).hasSizeGreaterThan(1);
    X509Certificate mine = ofJava.get(0);
    // A Java that trusts one of them only.
    KeyStore one = KeyStore.getInstance("JKS");
    one.load(null, null);
    one.setCertificateEntry("one", ofJava.get(1));
    Path small = folder.resolve("one.jks");
    try (var out = Files.newOutputStream(small)) {
      one.store(out, new char[0]);
    }
    System.setProperty("javax.net.ssl.trustStore", small.toString());
    System.setProperty("javax.net.ssl.trustStoreType", "JKS");
    assertThat(trusted()).containsExactly(ofJava.get(1));

    Path file =
        Files.writeString(
            folder.resolve("ca.pem"),
            "My authority\n-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----\n"
                + pem(mine));
    assertThat(TrustedAuthorities.trust(naming(file))).isEmpty();

    assertThat(trusted()).containsExactlyInAnyOrder(ofJava.get(1), mine);
  }

  @Test
  void areWantedWhereTlsMayBeSpoken() {
    assertThat(TrustedAuthorities.wanted(Map.of("HOME", "https://x"), List.of("list"))).isFalse();
    assertThat(TrustedAuthorities.wanted(Map.of(), List.of("list", "--data=s3://bucket"))).isTrue();
    assertThat(TrustedAuthorities.wanted(Map.of(), List.of("run", "--notify", "https://x")))
        .isTrue();
    for (String variable :
        List.of("MLFLOW_TRACKING_URI", "AWS_ENDPOINT_URL", "TRIPTYCH_NOTIFY_URL")) {
      assertThat(TrustedAuthorities.wanted(Map.of(variable, "https://x"), List.of())).isTrue();
      assertThat(TrustedAuthorities.wanted(Map.of(variable, "http://x"), List.of())).isFalse();
    }
    assertThat(TrustedAuthorities.wanted(Map.of("TRIPTYCH_DATA", "s3://x"), List.of())).isTrue();
    assertThat(TrustedAuthorities.wanted(Map.of(), List.of("run", "--notify", "env:X"))).isTrue();
    assertThat(TrustedAuthorities.wanted(Map.of(), List.of("worker"))).isTrue();
  }

  @Test
  void saysWhyAFileIsOfNoUseAndLeavesAllAsItWas() throws IOException {
    Path none = folder.resolve("none.pem");
    Path words = Files.writeString(folder.resolve("words.pem"), "no certificate");
    Path empty = Files.createFile(folder.resolve("empty.pem"));
    for (Path file : List.of(none, words, empty, folder)) {
      assertThat(TrustedAuthorities.trust(naming(file)))
          .get()
          .asString()
          .startsWith("SSL_CERT_FILE is " + file)
          .endsWith("its authorities are not trusted.");
    }
    assertThat(TrustedAuthorities.trust(Map.of())).isEmpty();
    assertThat(TrustedAuthorities.trust(Map.of(TrustedAuthorities.VARIABLE, " "))).isEmpty();
    assertThat(System.getProperty("javax.net.ssl.trustStore"))
        .isEqualTo(before.get("javax.net.ssl.trustStore"));
  }

  /** What a client trusts that is made now. */
  private static List<X509Certificate> trusted() throws Exception {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    return List.of(((X509TrustManager) factory.getTrustManagers()[0]).getAcceptedIssuers());
  }

  private static String pem(X509Certificate certificate) throws Exception {
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
        + "\n-----END CERTIFICATE-----\n";
  }
}
