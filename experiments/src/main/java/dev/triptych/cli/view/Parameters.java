package dev.triptych.cli.view;

import dev.triptych.cli.view.Refusal.Refused;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The query of a request. */
final class Parameters {
  private final Map<String, String> values = new HashMap<>();

  /**
   * @param query as it was sent, {@code a=1&b=2}
   * @throws Refused if it cannot be understood, or says something twice
   */
  Parameters(@Nullable String query) {
    if (query == null || query.isEmpty()) {
      return;
    }
    for (String part : query.split("&", -1)) {
      int equals = part.indexOf('=');
      if (equals < 1) {
        throw new Refused(Refusal.BAD, "every parameter has a name and a value");
      }
      String name = part.substring(0, equals);
      if (values.putIfAbsent(name, decoded(part.substring(equals + 1))) != null) {
        throw new Refused(Refusal.BAD, name + " is given twice");
      }
    }
  }

  private static String decoded(String value) {
    try {
      return URLDecoder.decode(value, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new Refused(Refusal.BAD, "a value is not encoded as URLs are");
    }
  }

  /** What is said, or else what is usual. */
  String text(String name, String usual) {
    return values.getOrDefault(name, usual);
  }

  /**
   * @throws Refused unless it is a number from {@code least} to {@code most}
   */
  double number(String name, double least, double most, double usual) {
    String value = values.get(name);
    if (value == null) {
      return usual;
    }
    double number;
    try {
      number = Double.parseDouble(value);
    } catch (NumberFormatException e) {
      throw bad(name, least, most);
    }
    if (!(number >= least && number <= most)) { // nor if it is none
      throw bad(name, least, most);
    }
    return number;
  }

  /**
   * @throws Refused unless it is a whole number from 0 to {@code most}
   */
  int count(String name, int most) {
    double number = number(name, 0, most, 0);
    if (number != Math.rint(number)) {
      throw bad(name, 0, most);
    }
    return (int) number;
  }

  private static Refused bad(String name, double least, double most) {
    return new Refused(Refusal.BAD, name + " must be a number between " + least + " and " + most);
  }
}
