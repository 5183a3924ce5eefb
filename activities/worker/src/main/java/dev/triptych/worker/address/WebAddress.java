package dev.triptych.worker.address;

import dev.triptych.worker.errors.TriptychException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.function.Function;

/** The address of a server that speaks HTTP. */
public final class WebAddress {
  private static final int LAST_PORT = 65535;

  private WebAddress() {}

  /**
   * Reads {@code http://HOST[:PORT]…} or {@code https://…}, whose scheme may be written in any case
   * and is answered in lower case.
   *
   * @param wrong makes an error of what is wrong with the address, as in "is not a URL"; it should
   *     not quote the address, which may hold a password
   */
  public static URI parse(String text, Function<String, ? extends TriptychException> wrong) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw wrong.apply("is not a URL");
    }
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw wrong.apply("does not begin with http:// or https://");
    }
    if (uri.getHost() == null) {
      throw wrong.apply("has no host, or a port that is not a number");
    }
    if (uri.getPort() == 0 || uri.getPort() > LAST_PORT) {
      throw wrong.apply("has a port that is not between 1 and " + LAST_PORT);
    }
    return URI.create(scheme + text.substring(scheme.length()));
  }
}
