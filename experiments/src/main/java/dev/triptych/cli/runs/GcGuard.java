package dev.triptych.cli.runs;

import dev.triptych.cli.console.UserError;
import dev.triptych.worker.runs.RunEntry;
import dev.triptych.worker.runs.RunIndex;
import java.util.List;

/** Whether everything that runs refer to can be told: nothing is freed otherwise. */
final class GcGuard {
  private GcGuard() {}

  /**
   * The entries of all runs.
   *
   * @throws UserError if one is damaged, or was written by a newer version
   */
  static List<RunEntry> understood(RunIndex.Listing listing) {
    if (!listing.damaged().isEmpty()) {
      RunIndex.Damaged first = listing.damaged().get(0);
      throw UserError.surroundings(
          "Nothing is freed, for what the run "
              + first.run()
              + " uses cannot be told. "
              + first.problem().getMessage()
              + " Or delete it: triptych delete "
              + first.run());
    }
    for (RunEntry entry : listing.runs()) {
      Integer format = entry.format();
      if (format != null && format > RunEntry.FORMAT) {
        throw UserError.surroundings(
            "Nothing is freed, for a newer version of Triptych made the run "
                + entry.run()
                + ", and this one may overlook what it uses. Use that version.");
      }
    }
    return listing.runs();
  }
}
