package dev.triptych.cli.temporal;

import dev.triptych.worker.errors.TriptychException.ServiceUnusable;
import dev.triptych.workflows.stage.Causes;
import io.grpc.StatusRuntimeException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;

/** Says why a Temporal service cannot be used, and how to mend it. */
final class ServiceFailures {
  private ServiceFailures() {}

  /**
   * @param address host and port
   */
  static ServiceUnusable explain(String address, String namespace, StatusRuntimeException e) {
    return switch (e.getStatus().getCode()) {
      case UNAUTHENTICATED ->
          new ServiceUnusable(
              "The Temporal service does not accept the credentials",
              address,
              "Set TEMPORAL_API_KEY, or TEMPORAL_TLS_CLIENT_CERT_PATH and"
                  + " TEMPORAL_TLS_CLIENT_KEY_PATH, to what it expects.");
      case PERMISSION_DENIED ->
          new ServiceUnusable(
              "The Temporal service denies access to the namespace \"" + namespace + "\"",
              address,
              "Correct TEMPORAL_NAMESPACE, or use a key or certificate that has access to it.");
      case NOT_FOUND ->
          new ServiceUnusable(
              "The Temporal service has no namespace \"" + namespace + "\"",
              address,
              "Correct TEMPORAL_NAMESPACE, or create it: temporal operator namespace create"
                  + " --namespace "
                  + namespace);
      default -> unreachable(address, e);
    };
  }

  private static ServiceUnusable unreachable(String address, StatusRuntimeException e) {
    if (Causes.have(e, CertificateException.class)) {
      return new ServiceUnusable(
          "The Temporal service has a certificate that is not trusted here",
          address,
          "Set TEMPORAL_TLS_SERVER_CA_CERT_PATH to the authority that signed it, and"
              + " TEMPORAL_TLS_SERVER_NAME if its name differs.");
    }
    if (Causes.have(e, SSLException.class)) {
      return new ServiceUnusable(
          "The TLS handshake with the Temporal service failed",
          address,
          "If it does not use TLS, unset TEMPORAL_TLS and TEMPORAL_API_KEY; if it asks for a"
              + " certificate, set TEMPORAL_TLS_CLIENT_CERT_PATH and"
              + " TEMPORAL_TLS_CLIENT_KEY_PATH.");
    }
    if (Causes.have(e, UnknownHostException.class)) {
      return new ServiceUnusable(
          "The host of the Temporal service cannot be found", address, "Correct TEMPORAL_ADDRESS.");
    }
    if (Causes.have(e, ConnectException.class)) {
      return new ServiceUnusable(
          "The Temporal service does not answer (connection refused)",
          address,
          "Start it, correct TEMPORAL_ADDRESS, or unset it to run without a service.");
    }
    return new ServiceUnusable(
        "The Temporal service does not answer (" + e.getStatus().getCode() + ")",
        address,
        "Start it, correct TEMPORAL_ADDRESS, set TEMPORAL_TLS=true if it expects TLS, or unset"
            + " TEMPORAL_ADDRESS to run without a service.");
  }
}
