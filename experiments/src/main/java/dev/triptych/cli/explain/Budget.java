package dev.triptych.cli.explain;

/** How many kept results of a run are looked at, however many it has. */
final class Budget {
  /** Kept results that are read to see who made them. */
  static final int SOURCES = 20_000;

  /** Results of one stage for which the nearest kept one is searched. */
  static final int REASONS = 1_000;

  private int left = SOURCES;

  /** How many of {@code wanted} may be read. */
  int take(int wanted) {
    int taken = Math.min(left, wanted);
    left -= taken;
    return taken;
  }
}
