package dev.triptych.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * The authorities of {@code SSL_CERT_FILE}, as other programs read it: certificates in PEM, one
 * after another. They are trusted beside those of Java, or of its property {@code
 * javax.net.ssl.trustStore}. The clients of S3, MLflow and webhooks have nothing in common but that
 * property, which holds for whatever is connected later.
 */
final class TrustedAuthorities {
  static final String VARIABLE = "SSL_CERT_FILE";

  // A worker may be told by any variable's name whom it is to notify, and so may a launch.
  private static final Pattern NAMES_SOME = Pattern.compile("https:|s3:|env:|^worker$");
  private static final List<String> CONFIGURING = List.of("MLFLOW_", "AWS_", "TRIPTYCH_", "OTEL_");
  private static final String STORE = "javax.net.ssl.trustStore";
  private static final int LARGEST = 16 << 20; // the public authorities of the world take 0.2 MiB
  private static final Pattern CERTIFICATE =
      Pattern.compile("-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----");
  private static final String TYPE = "JKS"; // is read without a password

  private TrustedAuthorities() {}

  /**
   * Whether anything names an address that TLS is spoken with. Many machines set the variable for
   * other programs, and reading a file of all the world's authorities takes a tenth of a second.
   */
  static boolean wanted(Map<String, String> environment, List<String> arguments) {
    return Stream.concat(
            environment.entrySet().stream()
                .filter(each -> CONFIGURING.stream().anyMatch(each.getKey()::startsWith))
                .map(Map.Entry::getValue),
            arguments.stream())
        .anyMatch(word -> NAMES_SOME.matcher(word).find());
  }

  /**
   * @return why they are not trusted; empty if they are, or none are named
   */
  static Optional<String> trust(Map<String, String> environment) {
    String file = environment.getOrDefault(VARIABLE, "");
    if (file.isBlank()) {
      return Optional.empty();
    }
    try {
      Collection<? extends Certificate> named = read(Path.of(file));
      if (named.isEmpty()) {
        return Optional.of(problem(file, "has no certificate in PEM"));
      }
      List<Certificate> all = new ArrayList<>(trustedAlready());
      all.addAll(named);
      System.setProperty(STORE, write(all).toString());
      System.setProperty(STORE + "Type", TYPE);
      System.clearProperty(STORE + "Password");
      return Optional.empty();
    } catch (IOException | IllegalArgumentException | GeneralSecurityException e) {
      return Optional.of(problem(file, "cannot be read (" + e + ")"));
    }
  }

  private static String problem(String file, String what) {
    return VARIABLE + " is " + file + ", which " + what + "; its authorities are not trusted.";
  }

  private static Collection<? extends Certificate> read(Path file)
      throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(LARGEST + 1);
      if (content.length > LARGEST) {
        throw new IOException("more than " + (LARGEST >> 20) + " MiB");
      }
      // Servers' files hold a private key too, which is none of our business.
      String certificates =
          CERTIFICATE
              .matcher(new String(content, StandardCharsets.ISO_8859_1))
              .results()
              .map(MatchResult::group)
              .collect(Collectors.joining("\n"));
      return CertificateFactory.getInstance("X.509")
          .generateCertificates(
              new ByteArrayInputStream(certificates.getBytes(StandardCharsets.ISO_8859_1)));
    }
  }

  private static List<X509Certificate> trustedAlready() throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    List<X509Certificate> trusted = new ArrayList<>();
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager authorities) {
        trusted.addAll(List.of(authorities.getAcceptedIssuers()));
      }
    }
    return trusted;
  }

  private static Path write(List<Certificate> certificates)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(TYPE);
    store.load(null, null);
    for (int i = 0; i < certificates.size(); i++) {
      store.setCertificateEntry("authority-" + i, certificates.get(i));
    }
    Path file = Files.createTempFile("triptych-authorities-", ".jks"); // this user's alone
    file.toFile().deleteOnExit();
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, new char[0]);
    }
    return file;
  }
}
