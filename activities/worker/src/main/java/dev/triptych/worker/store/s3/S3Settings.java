package dev.triptych.worker.store.s3;

import dev.triptych.worker.address.WebAddress;
import dev.triptych.worker.errors.TriptychException.StoreMisconfigured;
import dev.triptych.worker.store.StoreLayout;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where objects lie and how to get at them.
 *
 * @param endpoint base URL of the server
 * @param region null to ask Amazon for the bucket's
 * @param prefix of all keys, empty or ending in a slash
 * @param cache folder of this machine for copies of blobs
 * @param cacheBytes how large the copies may grow
 */
public record S3Settings(
    URI endpoint,
    @Nullable String region,
    String bucket,
    String prefix,
    S3Credentials credentials,
    Path cache,
    long cacheBytes) {
  static final String ACCESS_KEY = "AWS_ACCESS_KEY_ID";
  static final String SECRET_KEY = "AWS_SECRET_ACCESS_KEY";
  static final String SESSION_TOKEN = "AWS_SESSION_TOKEN";

  /** The first of them that is set counts. */
  static final List<String> ENDPOINTS =
      List.of("MLFLOW_S3_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL");

  static final List<String> REGIONS = List.of("AWS_REGION", "AWS_DEFAULT_REGION");

  static final String CACHE = "TRIPTYCH_CACHE";
  static final String CACHE_GIB = "TRIPTYCH_CACHE_GIB";

  private static final URI AMAZON = URI.create("https://s3.amazonaws.com");
  private static final String USUAL_REGION = "us-east-1"; // what servers other than Amazon's expect
  private static final String USUAL_CACHE_GIB = "8"; // some generators of Stable Diffusion's size
  private static final double GIB = 1L << 30;
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
  private static final Pattern PLACE =
      Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/(.*))?");

  /**
   * Reads a place {@code s3://bucket[/prefix]} and the usual environment variables.
   *
   * @throws StoreMisconfigured if something is missing or cannot be right
   */
  public static S3Settings of(String place, Map<String, String> environment) {
    Matcher matcher = PLACE.matcher(place);
    if (!matcher.matches()) {
      throw new StoreMisconfigured(
          "This is not the place of a bucket",
          place,
          "Write s3://BUCKET or s3://BUCKET/PREFIX; a bucket's name has 3 to 63 lower-case letters,"
              + " digits, dots and dashes.");
    }
    URI endpoint = endpoint(environment);
    return new S3Settings(
        endpoint,
        first(REGIONS, environment)
            .map(environment::get)
            .orElse(endpoint.equals(AMAZON) ? null : USUAL_REGION),
        matcher.group(1),
        prefix(place, matcher.group(2)),
        new S3Credentials(
            required(ACCESS_KEY, place, environment),
            required(SECRET_KEY, place, environment),
            environment.get(SESSION_TOKEN)),
        cache(environment),
        cacheBytes(environment));
  }

  private static String prefix(String place, @Nullable String path) {
    String trimmed = path == null ? "" : path.replaceAll("/+$", "");
    if (trimmed.isEmpty()) {
      return "";
    }
    try {
      return StoreLayout.checked(trimmed) + "/";
    } catch (IllegalArgumentException e) {
      throw new StoreMisconfigured(
          "The prefix has an empty or dotted part, a colon or a backslash",
          place,
          "Write s3://BUCKET/PREFIX with plain names between single slashes.");
    }
  }

  private static URI endpoint(Map<String, String> environment) {
    Optional<String> variable = first(ENDPOINTS, environment);
    if (variable.isEmpty()) {
      return AMAZON;
    }
    String text = environment.getOrDefault(variable.get(), "").strip();
    URI uri = WebAddress.parse(text, problem -> endpointWrong(problem, variable.get()));
    if (uri.getUserInfo() != null) {
      throw endpointWrong("holds a user name", variable.get());
    }
    boolean bare = List.of("", "/").contains(String.valueOf(uri.getPath()));
    if (!bare || uri.getQuery() != null || uri.getFragment() != null) {
      throw endpointWrong("has more than HOST:PORT", variable.get());
    }
    return uri;
  }

  /** The value is not shown: it may hold a password. */
  private static StoreMisconfigured endpointWrong(String problem, String variable) {
    return new StoreMisconfigured(
        "The S3 endpoint " + problem,
        variable,
        "Set it to the server's address alone, for instance http://127.0.0.1:9000; credentials go"
            + " into "
            + ACCESS_KEY
            + " and "
            + SECRET_KEY
            + ".");
  }

  private static String required(String variable, String place, Map<String, String> environment) {
    String value = environment.getOrDefault(variable, "");
    if (value.isBlank()) {
      throw new StoreMisconfigured(
          variable + " is not set",
          place,
          "Set " + ACCESS_KEY + " and " + SECRET_KEY + ", or use a folder with --data DIR.");
    }
    return value.strip();
  }

  private static Path cache(Map<String, String> environment) {
    String own = environment.getOrDefault(CACHE, "");
    if (!own.isBlank()) {
      return Path.of(own).toAbsolutePath().normalize();
    }
    String usual = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path base =
        usual.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(usual);
    return base.toAbsolutePath().normalize().resolve("triptych");
  }

  private static long cacheBytes(Map<String, String> environment) {
    String text = environment.getOrDefault(CACHE_GIB, "").strip();
    try {
      double gib = Double.parseDouble(text.isEmpty() ? USUAL_CACHE_GIB : text);
      if (gib >= 0 && gib <= Long.MAX_VALUE / GIB) {
        return (long) (gib * GIB);
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new StoreMisconfigured(
        "The size of the cache is not a number of GiB",
        CACHE_GIB + "=" + text,
        "Set it to 8, for instance.");
  }

  private static Optional<String> first(List<String> variables, Map<String, String> environment) {
    return variables.stream()
        .filter(variable -> !environment.getOrDefault(variable, "").isBlank())
        .findFirst();
  }

  /** As users write it, without the last slash. */
  public String place() {
    return ("s3://" + bucket + "/" + prefix).replaceAll("/$", "");
  }

  /** A folder of this machine for what goes with this bucket. */
  public Path local() {
    String server = endpoint.getHost() + (endpoint.getPort() < 0 ? "" : "-" + endpoint.getPort());
    String name = (server + "/" + bucket + "/" + prefix).replaceAll("/$", "");
    return cache.resolve("stores").resolve(name.replace('/', '~'));
  }
}
