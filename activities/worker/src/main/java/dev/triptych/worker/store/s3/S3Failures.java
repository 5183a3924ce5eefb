package dev.triptych.worker.store.s3;

import dev.triptych.worker.errors.TriptychException;
import dev.triptych.worker.errors.TriptychException.StorageFull;
import dev.triptych.worker.errors.TriptychException.StoreRefused;
import dev.triptych.worker.errors.TriptychException.StoreUnreachable;
import dev.triptych.worker.errors.UntrustedServer;
import dev.triptych.workflows.stage.Causes;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.InvalidResponseException;
import io.minio.errors.ServerException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Tells what went wrong between this process and the object store. The client's own exceptions hold
 * whole requests, with a session token among the headers, and so never become a cause or a message.
 */
final class S3Failures {
  // https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
  private static final Set<String> MISSING = Set.of("NoSuchKey", "NoSuchObject", "NotFound");
  private static final Set<String> PRECONDITION =
      Set.of("PreconditionFailed", "ConditionalRequestConflict");
  private static final Set<String> CREDENTIALS =
      Set.of(
          "InvalidAccessKeyId",
          "SignatureDoesNotMatch",
          "ExpiredToken",
          "InvalidToken",
          "TokenRefreshRequired",
          "InvalidTokenId");
  // Broken on the way rather than wrong.
  private static final Set<String> PASSING =
      Set.of(
          "RequestTimeout",
          "SlowDown",
          "SlowDownRead",
          "SlowDownWrite",
          "OperationAborted",
          "IncompleteBody",
          "BadDigest",
          "XAmzContentSHA256Mismatch",
          "XAmzContentChecksumMismatch");
  private static final Set<String> FULL =
      Set.of("XMinioStorageFull", "InsufficientCapacity", "QuotaExceeded");
  private static final Pattern NON_XML = Pattern.compile("Response code: (\\d{3})");

  private S3Failures() {}

  /** Whether the failure says that there is no such object. */
  static boolean missing(Throwable failure) {
    return MISSING.contains(code(failure));
  }

  /** Whether a conditional request was refused for its condition. */
  static boolean precondition(Throwable failure) {
    return PRECONDITION.contains(code(failure)) || status(failure) == 412;
  }

  /** Whether the same request may succeed a little later. */
  static boolean passing(Throwable failure) {
    if (Causes.have(failure, TriptychException.class)
        || Causes.have(failure, SSLHandshakeException.class)
        || Causes.have(failure, SSLPeerUnverifiedException.class)) {
      return false;
    }
    int status = status(failure);
    if (status != 0) {
      return !FULL.contains(code(failure))
          && (PASSING.contains(code(failure))
              || status == 408
              || status == 429
              || (status >= 500 && status != 501 && status != 507));
    }
    return Causes.have(failure, IOException.class);
  }

  /** What the user is told. */
  static RuntimeException explain(Throwable failure, S3Settings settings, String where) {
    Optional<TriptychException> known = Causes.find(failure, TriptychException.class);
    if (known.isPresent()) {
      return known.get();
    }
    String code = code(failure);
    int status = status(failure);
    String endpoint = settings.endpoint().toString();
    if (FULL.contains(code) || status == 507) {
      return new StorageFull(where, new IOException(code));
    }
    if (CREDENTIALS.contains(code) || status == 401) {
      return new StoreRefused(
          "The object store at " + endpoint + " does not accept the credentials (" + code + ")",
          where,
          "Correct AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN. " + elsewhere());
    }
    if (code.equals("RequestTimeTooSkewed")) {
      return new StoreRefused(
          "This machine's clock and that of " + endpoint + " differ too much",
          where,
          "Set this machine's clock.");
    }
    if (code.equals("NoSuchBucket")) {
      return new StoreRefused(
          "There is no bucket \"" + settings.bucket() + "\" at " + endpoint,
          where,
          "Correct --data or TRIPTYCH_DATA, or make the bucket: `triptych doctor` does. "
              + elsewhere());
    }
    if (status == 403) {
      return new StoreRefused(
          "The object store at " + endpoint + " denies access",
          where,
          "Correct AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give that user the right to list the bucket and to read, write and"
              + " delete objects in it. "
              + elsewhere());
    }
    if (passing(failure)) {
      return new StoreUnreachable(
          where,
          endpoint + ": " + reason(failure),
          "Start the server, or correct " + String.join(" or ", S3Settings.ENDPOINTS) + ".");
    }
    if (UntrustedServer.is(failure)) {
      return new StoreRefused(
          "The certificate of " + endpoint + " is not trusted", where, UntrustedServer.MEND);
    }
    if (Causes.have(failure, SSLException.class)) {
      return new StoreRefused(
          "No secure connection to " + endpoint + " (" + reason(failure) + ")",
          where,
          "Correct " + String.join(" or ", S3Settings.ENDPOINTS) + ": does it begin with https?");
    }
    if (status != 0) {
      return new StoreRefused(
          "The object store at " + endpoint + " refused (" + code + ", HTTP " + status + ")",
          where,
          "Correct the endpoint and AWS_REGION. " + elsewhere());
    }
    return failure instanceof RuntimeException e ? e : new IllegalStateException(reason(failure));
  }

  private static String elsewhere() {
    return "If the bucket is not at this address, correct "
        + String.join(" or ", S3Settings.ENDPOINTS)
        + ".";
  }

  /** In a few words, without anything of the request. */
  static String reason(Throwable failure) {
    int status = status(failure);
    if (status != 0) {
      String code = code(failure);
      return code.isEmpty() ? "HTTP " + status : code + ", HTTP " + status;
    }
    if (Causes.have(failure, UnknownHostException.class)) {
      return "unknown host";
    }
    if (Causes.have(failure, ConnectException.class)) {
      return "connection refused";
    }
    if (Causes.have(failure, SocketTimeoutException.class)) {
      return "timeout";
    }
    return Causes.find(failure, IOException.class)
        .map(io -> String.valueOf(io.getMessage()))
        .orElseGet(() -> failure.getClass().getSimpleName());
  }

  private static String code(Throwable failure) {
    return Causes.find(failure, ErrorResponseException.class)
        .map(error -> String.valueOf(error.errorResponse().code()))
        .orElse("");
  }

  /** The HTTP status, or 0 if there was no answer. */
  private static int status(Throwable failure) {
    Optional<ErrorResponseException> error = Causes.find(failure, ErrorResponseException.class);
    if (error.isPresent()) {
      return error.get().response().code();
    }
    Optional<ServerException> server = Causes.find(failure, ServerException.class);
    if (server.isPresent()) {
      return server.get().statusCode();
    }
    String message =
        Causes.find(failure, InvalidResponseException.class)
            .map(invalid -> String.valueOf(invalid.getMessage()))
            .orElse("");
    Matcher code = NON_XML.matcher(message);
    return code.find() ? Integer.parseInt(code.group(1)) : 0;
  }
}
