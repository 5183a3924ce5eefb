package dev.triptych.worker.errors;

import dev.triptych.workflows.stage.Causes;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** A server whose certificate is not trusted, or is another's. */
public final class UntrustedServer {
  /** What a user does about it. */
  public static final String MEND =
      "Name the authority that signed its certificate in SSL_CERT_FILE (a file in PEM), or correct"
          + " the host name in the address.";

  private UntrustedServer() {}

  /** Whether this is why a connection failed; clients wrap it in ways of their own. */
  public static boolean is(Throwable failure) {
    return Causes.have(failure, CertificateException.class)
        || Causes.have(failure, SSLPeerUnverifiedException.class);
  }
}
