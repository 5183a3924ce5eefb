package dev.triptych.cli.compare;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One quantity of one row.
 *
 * @param estimate null if no portrait of the row has it
 * @param minusBaseline null of the baseline itself, and where the two share no portrait
 */
record Entry(@Nullable Estimate estimate, @Nullable PairedDifference minusBaseline, Mark mark) {
  /** How the row stands among all. */
  enum Mark {
    NONE,
    BEST,
    /** Its paired difference to the best row may well be zero. */
    TIE;

    @JsonValue
    String slug() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
