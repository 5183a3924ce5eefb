package dev.triptych.cli.launch;

import dev.triptych.cli.console.UserError;
import dev.triptych.workflows.stage.Causes;
import io.grpc.StatusRuntimeException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;

/** Says why a Temporal service cannot be used, and how to mend it. */
final class ServiceTrouble {
  private ServiceTrouble() {}

  /**
   * @param address host and port
   */
  static UserError explain(String address, String namespace, StatusRuntimeException e) {
    return UserError.surroundings(
        switch (e.getStatus().getCode()) {
          case UNAUTHENTICATED ->
              "The Temporal service at "
                  + address
                  + " does not know us. Set TEMPORAL_API_KEY, or TEMPORAL_TLS_CLIENT_CERT_PATH and"
                  + " TEMPORAL_TLS_CLIENT_KEY_PATH, to what it expects.";
          case PERMISSION_DENIED ->
              "The Temporal service at "
                  + address
                  + " lets us not into the namespace \""
                  + namespace
                  + "\". Correct TEMPORAL_NAMESPACE, or use a key or certificate that may.";
          case NOT_FOUND ->
              "The Temporal service at "
                  + address
                  + " has no namespace \""
                  + namespace
                  + "\". Correct TEMPORAL_NAMESPACE, or make it: temporal operator namespace create"
                  + " --namespace "
                  + namespace;
          default -> unreachable(address, e);
        });
  }

  private static String unreachable(String address, StatusRuntimeException e) {
    String service = "The Temporal service at " + address;
    if (Causes.have(e, CertificateException.class)) {
      return service
          + " has a certificate that is not trusted here. Set TEMPORAL_TLS_SERVER_CA_CERT_PATH to the"
          + " authority that signed it, and TEMPORAL_TLS_SERVER_NAME if its name differs.";
    }
    if (Causes.have(e, SSLException.class)) {
      return service
          + " and we cannot agree on TLS. If it speaks without, unset TEMPORAL_TLS and"
          + " TEMPORAL_API_KEY; if it asks for a certificate, set TEMPORAL_TLS_CLIENT_CERT_PATH and"
          + " TEMPORAL_TLS_CLIENT_KEY_PATH.";
    }
    if (Causes.have(e, UnknownHostException.class)) {
      return "There is no host of the name in " + address + ". Correct TEMPORAL_ADDRESS.";
    }
    if (Causes.have(e, ConnectException.class)) {
      return service
          + " does not answer: nobody listens there. Start it, correct TEMPORAL_ADDRESS, or unset it"
          + " to run without a service.";
    }
    return service
        + " does not answer ("
        + e.getStatus().getCode()
        + "). Start it, correct TEMPORAL_ADDRESS, set TEMPORAL_TLS=true if it expects TLS, or unset"
        + " TEMPORAL_ADDRESS to run without a service.";
  }
}
