package dev.triptych.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Whole runs to which random things happen. Each round is a run of its own with some faults, drawn
 * from the round's seed: {@code make chaos SEED=17 FAULTS=200} begins with seed 17 and counts on. A
 * round that fails says how to have it again.
 */
@ExtendWith(Services.Extension.class)
class ChaosTest {
  private static final long SEED = Long.getLong("chaos.seed", 1);
  private static final int FAULTS = Integer.getInteger("chaos.faults", 5);
  private static final int A_ROUND = 8;

  @Test
  void runsEndAsIfNothingHadHappened(Services services) throws Exception {
    Set<String> digests = Reference.of(Site.SPEC, "chaos-reference");
    List<String> failed = new ArrayList<>();
    int struck = 0;
    long seed = SEED;
    for (int left = FAULTS; left > 0; left -= A_ROUND, seed++) {
      Schedule schedule = Schedule.of(seed, Math.min(left, A_ROUND));
      System.out.printf("round %d: %s%n", seed, schedule);
      Round round = new Round(schedule, digests);
      long begin = System.nanoTime();
      try {
        round.run(services);
      } catch (AssertionError | RuntimeException e) {
        failed.add(schedule.replay()); // the other rounds may fall to something else
        System.out.printf("round %d FAILED: %s%n", seed, trace(e));
      }
      struck += round.struck();
      System.out.printf(
          "round %d: %d faults in %d s, %d in all; launches given again after %s%n",
          seed,
          round.struck(),
          TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin),
          struck,
          round.repeated());
    }
    assertThat(failed).as("rounds that failed").isEmpty();
  }

  private static String trace(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
