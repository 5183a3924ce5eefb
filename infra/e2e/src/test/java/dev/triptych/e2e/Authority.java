package dev.triptych.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** An authority that nobody knows, as companies have one, and a server's certificate by it. */
final class Authority {
  private static final String PASSWORD = "triptych"; // of a file that lives as long as a test

  private final Path certificate;
  private final SSLContext server;

  /**
   * @param folder takes its files
   */
  Authority(Path folder) {
    try {
      Files.createDirectories(folder);
      Path keys = folder.resolve("keys.p12");
      Files.deleteIfExists(keys); // of an earlier run of the tests
      certificate = folder.resolve("authority.pem");
      String log = folder.resolve("keytool.log").toString();
      keytool(log, keys, "-genkeypair", "-alias", "ca", "-dname", "CN=Authority", "-ext", "bc:c");
      keytool(log, keys, words("-genkeypair", "-alias", "server", "-dname", "CN=Server"));
      keytool(log, keys, "-exportcert", "-rfc", "-alias", "ca", "-file", certificate.toString());
      server = context(keys);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String[] words(String... first) {
    List<String> words = new ArrayList<>(List.of(first));
    words.addAll(List.of("-signer", "ca", "-ext", "san=ip:127.0.0.1"));
    return words.toArray(String[]::new);
  }

  private static void keytool(String log, Path keys, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
    words.addAll(List.of(more));
    words.addAll(List.of("-keystore", keys.toString(), "-storepass", PASSWORD));
    if (more[0].equals("-genkeypair")) {
      words.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1", "-validity", "2"));
    }
    new Command(Map.of(), Path.of(log), words.toArray(String[]::new)).run();
  }

  private static SSLContext context(Path keys) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      store.load(in, PASSWORD.toCharArray());
    }
    store.deleteEntry("ca"); // the server shows its own alone
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(store, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), null, null);
    return context;
  }

  /** For servers on the loopback interface. */
  SSLContext server() {
    return server;
  }

  /** Variables of a program that trusts it. */
  Map<String, String> trusted() {
    return Map.of("SSL_CERT_FILE", certificate.toString());
  }
}
