package dev.triptych.e2e;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;

/** Which faults come when, in the order of their moments. The same seed gives the same. */
record Schedule(long seed, List<Planned> faults) {
  private static final int BRIEF = 8; // seconds
  private static final int LONG = 30; // longer than the silence after which a worker counts as dead
  private static final int VERY_LONG = 65;

  /**
   * A fault in its place.
   *
   * @param moment share of the run's stages that are kept by then
   * @param pause after that moment
   * @param which chooses what is hit, from 0 to 1
   * @param length of what lasts
   */
  record Planned(Fault fault, double moment, Duration pause, double which, Duration length) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%.0f %% + %.1f s %s (%d s)",
          100 * moment,
          pause.toMillis() / 1000.0,
          fault.words(),
          length.toSeconds());
    }
  }

  static Schedule of(long seed, int faults) {
    // Seeds that follow each other would begin alike.
    Random random = new Random(seed * 0x9E3779B97F4A7C15L);
    List<Fault> all = Fault.all();
    List<Planned> planned = new ArrayList<>();
    for (int i = 0; i < faults; i++) {
      Fault fault = all.get(random.nextInt(all.size()));
      planned.add(
          new Planned(
              fault,
              random.nextDouble(),
              Duration.ofMillis(random.nextInt(4000)),
              random.nextDouble(),
              length(random)));
    }
    planned.sort(Comparator.comparingDouble(Planned::moment));
    return new Schedule(seed, List.copyOf(planned));
  }

  private static Duration length(Random random) {
    double kind = random.nextDouble();
    int most = kind < 0.7 ? BRIEF : kind < 0.95 ? LONG : VERY_LONG;
    return Duration.ofSeconds(1 + random.nextInt(most));
  }

  /** Whether something is taken away; see {@link Fault}. */
  boolean harms() {
    return faults.stream().anyMatch(planned -> planned.fault().harms());
  }

  /** How to have it again. */
  String replay() {
    return "make chaos SEED=" + seed + " FAULTS=" + faults.size();
  }

  @Override
  public String toString() {
    return faults.stream().map(Planned::toString).collect(Collectors.joining("; "));
  }
}
