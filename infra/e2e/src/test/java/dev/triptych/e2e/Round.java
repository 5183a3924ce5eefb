package dev.triptych.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triptych.e2e.Schedule.Planned;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** One run of several workers, and a schedule of faults that happen to it. */
final class Round {
  private static final int FAILED = 1; // exit statuses of the program
  private static final int SURROUNDINGS = 3;
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Duration STANDSTILL = Duration.ofSeconds(40); // then the next fault comes

  private final Schedule schedule;
  private final Set<String> digests;
  private int struck;
  private List<Integer> repeated = List.of();

  /**
   * @param digests of the undisturbed run
   */
  Round(Schedule schedule, Set<String> digests) {
    this.schedule = schedule;
    this.digests = digests;
  }

  /** How many faults found the run at work and something to hit. */
  int struck() {
    return struck;
  }

  /** Exit statuses of launches that ended before their run, and were given again. */
  List<Integer> repeated() {
    return repeated;
  }

  /**
   * Runs to the end.
   *
   * @throws AssertionError if it left anything else than an undisturbed run
   */
  void run(Services services) throws Exception {
    ExecutorService blows = Executors.newCachedThreadPool();
    try (Site site = Site.open(services, "chaos-" + schedule.seed())) {
      strike(site, blows);
      Await.within(PATIENCE, "the end of the run", site::isDone);
      repeated = site.launches().stream().flatMap(each -> each.failures().stream()).toList();
      assertThat(repeated)
          .as("statuses of launches that ended too early")
          .allMatch(status -> status == SURROUNDINGS || (status == FAILED && schedule.harms()));
      Aftermath.assertAsUndisturbed(site, digests);
    } finally {
      blows.shutdownNow();
    }
  }

  private void strike(Site site, ExecutorService blows) throws Exception {
    long stages = digests.stream().map(Round::stage).distinct().count();
    List<Future<Boolean>> blown = new ArrayList<>();
    for (Planned planned : schedule.faults()) {
      awaitMoment(site, planned.moment() * stages);
      Await.pause(planned.pause());
      if (!site.isDone()) {
        blown.add(
            blows.submit(
                () -> planned.fault().blow().strike(site, planned.which(), planned.length())));
      }
    }
    for (Future<Boolean> blow : blown) {
      struck += blow.get(PATIENCE.toSeconds(), TimeUnit.SECONDS) ? 1 : 0;
    }
  }

  /** The stage and its key, of a line of digests. */
  private static String stage(String digest) {
    String[] words = digest.split(" ", 3);
    return words[0] + " " + words[1];
  }

  private static void awaitMoment(Site site, double stages) {
    long deadline = System.nanoTime() + STANDSTILL.toNanos();
    while (!site.isDone()
        && System.nanoTime() < deadline
        && site.kept().filter(kept -> kept >= stages).isEmpty()) {
      Await.pause(Duration.ofMillis(200));
    }
  }
}
