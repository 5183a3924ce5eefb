package dev.triptych.worker.notice;

import dev.triptych.worker.address.WebAddress;
import dev.triptych.worker.errors.TriptychException.InvalidSpec;
import java.net.URI;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * An address that takes word of runs' ends. It often holds a secret, so neither its text nor what
 * is said of a wrong one quotes it.
 */
public final class Webhook {
  /** The environment variable that holds one unless another is named. */
  public static final String VARIABLE = "TRIPTYCH_NOTIFY_URL";

  // No other name is looked up: whoever answers for it may be another machine.
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[(::1|0:0:0:0:0:0:0:1)]");

  private final URI address;

  private Webhook(URI address) {
    this.address = address;
  }

  /**
   * Reads an address, {@code https://…}, or {@code http://…} of this machine.
   *
   * @param source where it was given, for people
   * @throws InvalidSpec if it is none
   */
  public static Webhook of(String address, String source) {
    URI uri = WebAddress.parse(address.strip(), problem -> wrong(problem, source));
    if (uri.getRawUserInfo() != null) {
      throw wrong("holds a user name", source);
    }
    if (uri.getRawFragment() != null) {
      throw wrong("has a fragment, which is not sent", source);
    }
    if (uri.getScheme().equals("http") && !LOOPBACK.matcher(uri.getHost()).matches()) {
      throw wrong("is not encrypted and leads to another machine", source);
    }
    return new Webhook(uri);
  }

  /**
   * The address that an environment variable holds.
   *
   * @throws InvalidSpec if there is none, or it is wrong
   */
  public static Webhook named(String variable, Map<String, String> environment) {
    String address = environment.getOrDefault(variable, "");
    if (address.isBlank()) {
      throw new InvalidSpec(
          "There is no address to notify",
          variable,
          "Set it in the environment of whatever does the work: of `triptych worker` for runs on a"
              + " Temporal service, else of this command.");
    }
    return of(address, variable);
  }

  private static InvalidSpec wrong(String problem, String source) {
    return new InvalidSpec(
        "The address to notify " + problem,
        source,
        "Write https://HOST/PATH, or http:// with localhost, 127.0.0.1 or [::1].");
  }

  URI address() {
    return address;
  }

  /** Tells nothing: it may end up in a log. */
  @Override
  public String toString() {
    return "Webhook[hidden]";
  }
}
