package dev.triptych.worker.gc;

import dev.triptych.worker.store.StoredObject;
import java.time.Instant;
import java.util.List;

/**
 * What is too young to be freed, or was in use while a run went on that may go on again: such a run
 * has yet to write down what it used.
 *
 * @param cutoff whatever was used later stays
 * @param periods of runs that have not come to their end
 */
public record Protection(Instant cutoff, List<Period> periods) {
  public Protection {
    periods = List.copyOf(periods);
  }

  /** From the first launch of a run to when it was last heard of. */
  public record Period(Instant from, Instant to) {
    /** That in which objects may have been noted as used by the run. */
    public static Period of(Instant created, Instant heard) {
      return new Period(
          created.minus(StoredObject.RENEWAL),
          heard.equals(Instant.MAX) ? heard : heard.plus(StoredObject.RENEWAL));
    }

    boolean holds(Instant used) {
      return !used.isBefore(from) && !used.isAfter(to);
    }
  }

  /** Whether something goes that was used last at this time and that no run refers to. */
  boolean frees(Instant used) {
    return used.isBefore(cutoff) && periods.stream().noneMatch(period -> period.holds(used));
  }
}
