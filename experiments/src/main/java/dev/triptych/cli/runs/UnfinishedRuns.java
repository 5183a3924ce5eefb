package dev.triptych.cli.runs;

import dev.triptych.cli.console.UserError;
import dev.triptych.worker.gc.Protection.Period;
import dev.triptych.worker.runs.RunEntry;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.workflows.stage.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs that go on, or that may go on again, and when they were at work: what they used then they
 * may not have written down yet.
 */
record UnfinishedRuns(List<String> names, List<Period> periods) {
  UnfinishedRuns {
    names = List.copyOf(names);
    periods = List.copyOf(periods);
  }

  /**
   * @throws UserError if one of an earlier version goes on, which does not note what it uses
   */
  static UnfinishedRuns judge(ArtifactStore store, List<RunEntry> entries, Instant now) {
    List<String> names = new ArrayList<>();
    List<Period> periods = new ArrayList<>();
    for (RunEntry entry : entries) {
      if (entry.state() == State.DONE) {
        continue; // it has written down everything
      }
      Liveness run = Liveness.of(store, entry, now);
      boolean earlier = entry.format() == null;
      if (earlier && run.goesOn()) {
        throw UserError.surroundings(
            "Nothing is freed while the run "
                + entry.run()
                + " of an earlier version of Triptych goes on. Wait for its end, or stop it.");
      }
      names.add(entry.run());
      periods.add(
          earlier
              ? new Period(Instant.MIN, Instant.MAX)
              : Period.of(entry.created(), run.goesOn() ? Instant.MAX : run.heard()));
    }
    return new UnfinishedRuns(names, periods);
  }
}
