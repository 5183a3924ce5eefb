package dev.triptych.e2e;

import dev.triptych.e2e.Line.Trouble;
import dev.triptych.e2e.Services.Service;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Something that goes wrong while a run goes on.
 *
 * @param words for people
 * @param harms whether it takes something away that was kept, or that a step cannot do without; the
 *     launch may then end, and be right when it is repeated
 */
record Fault(String words, boolean harms, Blow blow) {
  private static final Duration CLOCK_LITTLE =
      Duration.ofMinutes(10); // S3 bears a quarter of an hour
  private static final Duration CLOCK_FAR = Duration.ofDays(2);

  /** Does it, and undoes what does not pass by itself. */
  @FunctionalInterface
  interface Blow {
    /**
     * @param which chooses what is hit, from 0 to 1
     * @param length of what lasts
     * @return false if there was nothing to hit
     */
    boolean strike(Site site, double which, Duration length);
  }

  /** All that is known to go wrong; what is there twice happens twice as often. */
  static List<Fault> all() {
    List<Fault> all = new ArrayList<>();
    programs(all);
    for (Service service : Service.values()) {
      services(all, service);
    }
    for (String kind : List.of("blobs/", "blobs/", "stages/", "runs/", "checkpoints/", "claims/")) {
      all.add(damage(kind + " spoilt", kind, Fault::flipped));
      all.add(damage(kind + " cut short", kind, bytes -> Arrays.copyOf(bytes, bytes.length / 2)));
      all.add(damage(kind + " emptied", kind, bytes -> new byte[0]));
    }
    surroundings(all);
    return all;
  }

  private static void programs(List<Fault> all) {
    Fault killed = gentle("worker killed", (site, which, length) -> kill(site.worker(which)));
    all.addAll(List.of(killed, killed, killed, killed));
    Fault stopped =
        gentle("worker stopped", (site, which, length) -> stop(site.worker(which), length));
    all.addAll(List.of(stopped, stopped));
    all.add(gentle("command killed", (site, which, length) -> kill(site.launch())));
    all.add(gentle("command stopped", (site, which, length) -> stop(site.launch(), length)));
    all.add(gentle("launched again", (site, which, length) -> site.launchAgain()));
    all.add(gentle("launched under another name", (site, which, length) -> site.launchTwin()));
  }

  private static void services(List<Fault> all, Service service) {
    Fault killed =
        gentle(
            service + " killed",
            (site, which, length) -> {
              site.services().kill(service);
              return true;
            });
    all.addAll(List.of(killed, killed));
    all.add(
        gentle(
            service + " stopped",
            (site, which, length) -> {
              site.services().stopFor(service, length);
              return true;
            }));
    for (Trouble trouble : Trouble.values()) {
      if (trouble != Trouble.NONE) {
        all.add(
            gentle(
                "line to " + service + " " + trouble,
                (site, which, length) -> site.disturb(service, trouble, length)));
      }
    }
  }

  private static void surroundings(List<Fault> all) {
    Fault full = harmful("disk full", (site, which, length) -> site.fillDisk(length));
    all.addAll(List.of(full, full));
    for (Duration by : List.of(CLOCK_LITTLE, CLOCK_LITTLE.negated())) {
      all.add(gentle("clocks wrong by " + by, (site, which, length) -> site.setClocks(by, length)));
    }
    for (Duration by : List.of(CLOCK_FAR, CLOCK_FAR.negated())) {
      all.add(
          harmful("clocks wrong by " + by, (site, which, length) -> site.setClocks(by, length)));
    }
  }

  private static Fault gentle(String words, Blow blow) {
    return new Fault(words, false, blow);
  }

  private static Fault harmful(String words, Blow blow) {
    return new Fault(words, true, blow);
  }

  private static Fault damage(String words, String kind, UnaryOperator<byte[]> spoiling) {
    return harmful(words, (site, which, length) -> site.spoil(kind, which, spoiling));
  }

  private static byte[] flipped(byte[] bytes) {
    byte[] flipped = bytes.clone();
    if (flipped.length > 0) {
      flipped[flipped.length / 2] ^= 1;
    }
    return flipped;
  }

  private static boolean kill(Kept program) {
    program.kill();
    return true;
  }

  private static boolean stop(Kept program, Duration length) {
    program.stopFor(length);
    return true;
  }
}
