package dev.triptych.cli.view;

import com.sun.net.httpserver.Headers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decides which requests are answered. A page of another site may send some to this machine, also
 * under a name of its own that it has pointed here; neither it nor other users of the machine know
 * the key, which is the first part of every path.
 */
final class Gate {
  private static final int KEY_BYTES = 18;
  private static final int LONGEST = 1000; // characters of a path with its query
  private static final String IPV4 = "\\d{1,3}(\\.\\d{1,3}){3}";
  private static final Pattern ADDRESS = Pattern.compile(IPV4 + "|\\[[0-9a-f:.%]+\\]");
  private static final Pattern PORT = Pattern.compile(":\\d{1,5}$");

  private final String key;
  private final Set<String> names;

  /**
   * @param name under which users were told to reach it, beside {@code localhost} and addresses
   */
  Gate(String name) {
    byte[] random = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(random);
    this.key = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    this.names = Set.copyOf(List.of("localhost", name.toLowerCase(Locale.ROOT)));
  }

  /** Where all paths begin: {@code /KEY/}. */
  String root() {
    return "/" + key + "/";
  }

  /** Why a request is refused; empty if it is not. */
  Optional<Refusal> refusal(String method, String path, @Nullable String query, Headers headers) {
    if (!method.equals("GET")) {
      return refused(Refusal.METHOD, "only GET is answered");
    }
    String length = headers.getFirst("Content-Length");
    if (headers.containsKey("Transfer-Encoding") || !(length == null || length.equals("0"))) {
      return refused(Refusal.TOO_LARGE, "a request has no body");
    }
    if (path.length() + (query == null ? 0 : query.length()) > LONGEST) {
      return refused(Refusal.TOO_LONG, "the address is too long");
    }
    String host = String.valueOf(headers.getFirst("Host")).toLowerCase(Locale.ROOT);
    if (!known(PORT.matcher(host).replaceFirst(""))) {
      return refused(
          Refusal.FORBIDDEN,
          "this is not served under the name " + host + "; use the address that triptych printed");
    }
    if (foreign(headers, host)) {
      return refused(Refusal.FORBIDDEN, "another site's page asks for this");
    }
    if (!opens(path)) {
      return refused(
          Refusal.FORBIDDEN, "the address lacks its key; use the one that triptych printed");
    }
    return Optional.empty();
  }

  private static Optional<Refusal> refused(int status, String words) {
    return Optional.of(new Refusal(status, words));
  }

  /** No site can point a number at this machine. */
  private boolean known(String host) {
    return names.contains(host) || ADDRESS.matcher(host).matches();
  }

  /**
   * A link may lead here from anywhere: whoever follows it sees the page, and its site does not.
   */
  private static boolean foreign(Headers headers, String host) {
    String origin = headers.getFirst("Origin");
    if (origin != null && !origin.equalsIgnoreCase("http://" + host)) {
      return true;
    }
    String site = headers.getFirst("Sec-Fetch-Site");
    boolean visit =
        "navigate".equals(headers.getFirst("Sec-Fetch-Mode"))
            && "document".equals(headers.getFirst("Sec-Fetch-Dest"));
    return site != null && !site.equals("same-origin") && !site.equals("none") && !visit;
  }

  /** Takes as long for a key that is nearly right as for any other. */
  private boolean opens(String path) {
    int end = path.indexOf('/', 1);
    String given = end < 0 ? "" : path.substring(1, end);
    return MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8), key.getBytes(StandardCharsets.UTF_8));
  }
}
