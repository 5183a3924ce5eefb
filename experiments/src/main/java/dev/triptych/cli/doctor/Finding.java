package dev.triptych.cli.doctor;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.triptych.worker.errors.Explanation;
import dev.triptych.worker.errors.TriptychException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What one check found.
 *
 * @param what was checked
 * @param said what is the case
 * @param mend how to make it better; null if nothing needs to be
 */
public record Finding(String what, Level level, String said, @Nullable String mend) {
  /** How bad it is. */
  public enum Level {
    OK,
    WARN,
    FAIL;

    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Finding ok(String what, String said) {
    return new Finding(what, Level.OK, said, null);
  }

  static Finding warn(String what, String said, String mend) {
    return new Finding(what, Level.WARN, said, mend);
  }

  static Finding fail(String what, String said, String mend) {
    return new Finding(what, Level.FAIL, said, mend);
  }

  static Finding fail(String what, TriptychException e) {
    return fail(what, new Explanation(e));
  }

  static Finding fail(String what, Explanation e) {
    return fail(what, e.what() + ": " + e.where(), e.mend());
  }
}
