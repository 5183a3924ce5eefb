package dev.triptych.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.triptych.e2e.Autoscaler.Rules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Long trainings and bursts of edits, on workers that come and go by the autoscalers' rules. It
 * takes minutes, so {@code make scaling} runs it and {@code make e2e} does not.
 */
@ExtendWith(Services.Extension.class)
class ScalingTrial {
  private static final int MOST = 2; // pods: as many as there are cores to measure on
  private static final int STEPS = Integer.getInteger("e2e.scaling.steps", 240);
  private static final int LIMIT = 900; // rounds

  // What is neither training nor editing.
  private static final List<String> LITTLE =
      List.of("evaluation.views.grid=1", "evaluation.scored.grid=2");

  /** A run, and the round in which it is launched. */
  private record Order(String name, int round, String... settings) {
    /** The launch's words; the same with services and without. */
    String[] words() {
      return Stream.concat(LITTLE.stream(), Stream.of(settings))
          .flatMap(set -> Stream.of("--set", set))
          .toArray(String[]::new);
    }
  }

  private static final List<Order> ORDERS =
      List.of(
          new Order("trainings", 0, "seeds=[0,1]", "views.grid=1", "i2t.fineTuning.steps=" + STEPS),
          new Order("burst", 45, "styles=[a wizard]", "i2t.fineTuning.steps=2"),
          new Order("second-burst", 90, "styles=[a clown]", "i2t.fineTuning.steps=2"));

  private static final Map<String, Set<String>> REFERENCE = reference();

  /**
   * Of undisturbed runs in one process; kept beside the logs, so that each rule can be tried alone.
   */
  private static Map<String, Set<String>> reference() {
    Map<String, Set<String>> digests = new TreeMap<>();
    try (Lab lab = Lab.embedded("scaling-reference-" + STEPS)) {
      for (Order order : ORDERS) {
        lab.runAs(order.name(), order.words()); // at once, if it is there already
        digests.put(order.name(), Lab.digests(lab.status(order.name())));
      }
    }
    return digests;
  }

  @Test
  void backlogAloneTakesPodsFromTrainingsAndLosesNothing(Services services) {
    Outcome outcome = run(services, Rules.BACKLOG_ALONE);

    assertThat(outcome.busyLeavings()).as("what the other rules are for").isPositive();
  }

  @Test
  void whatWaitsAndWhatRunsLeavesWorkInPeace(Services services) {
    Outcome outcome = run(services, Rules.ZERO);

    assertThat(outcome.busyLeavings()).isZero();
    assertThat(outcome.handedOver()).isZero();
  }

  @Test
  void surplusPodsMayGo(Services services) {
    Outcome outcome = run(services, Rules.GRADUAL);

    // A pod that leaves is a surplus one: its work finds a place at once, and no pod is begun for
    // it.
    assertThat(outcome.begun()).isLessThanOrEqualTo(2 * MOST);
  }

  private record Outcome(int begun, int busyLeavings, int handedOver) {}

  private static Outcome run(Services services, Rules rules) {
    String name = "scaling-" + rules.name().toLowerCase(Locale.ROOT).replace('_', '-');
    try (Lab lab = Lab.on(services, name);
        TemporalServer temporal = new TemporalServer(lab.environment())) {
      lab.worker("cpu");
      Pods pods = new Pods(lab);
      int rounds = scaleUntilDone(name, rules, lab, temporal, pods);

      int handedOver = 0;
      for (Order order : ORDERS) {
        String run = name + "-" + order.name();
        JsonNode status = lab.status(run);
        assertThat(Lab.digests(status)).as(run).isEqualTo(REFERENCE.get(order.name()));
        for (String workflow : temporal.workflows(run)) {
          assertThat(temporal.retried(workflow)).as("attempts that count: " + workflow).isEmpty();
          handedOver += temporal.handedOver(workflow);
        }
      }
      assertCurvesWhole(lab, name + "-trainings");
      System.out.printf(
          "%s: %d rounds of %d s, %d pods begun, %d asked to leave while they worked, %d steps handed"
              + " over, %.0f training steps of %d%n",
          rules,
          rounds,
          Autoscaler.SPEED,
          pods.begun(),
          pods.busyLeavings(),
          handedOver,
          pods.steps(),
          2 * STEPS + 4);
      return new Outcome(pods.begun(), pods.busyLeavings(), handedOver);
    }
  }

  /** Rounds until all runs have ended and no pod is left. */
  private static int scaleUntilDone(
      String name, Rules rules, Lab lab, TemporalServer temporal, Pods pods) {
    Autoscaler autoscaler = new Autoscaler(rules, MOST);
    List<CompletableFuture<String>> launched = new ArrayList<>();
    for (int round = 0; round < LIMIT; round++) {
      for (Order order : ORDERS) {
        if (order.round() == round) {
          launched.add(
              CompletableFuture.supplyAsync(
                  () -> lab.launchAs(name + "-" + order.name(), order.words())));
        }
      }
      long backlog = temporal.waiting("triptych-gpu");
      double busy = pods.scrape();
      int before = pods.count();
      int wanted = autoscaler.round(before, backlog, busy);
      if (wanted != before) {
        System.out.printf(
            "%s, round %d: %d wait, %.0f run, %d → %d pods%n",
            rules, round, backlog, busy, before, wanted);
        pods.scale(wanted);
      }
      if (launched.size() == ORDERS.size()
          && pods.allGone()
          && launched.stream().allMatch(run -> run.isDone() && temporal.closed(run.join()))) {
        return round;
      }
      Await.pause(Duration.ofSeconds(1));
    }
    throw new AssertionError(rules + " did not come to an end in " + LIMIT + " rounds");
  }

  /** Each step's loss is in MLflow once, however often the training changed hands. */
  private static void assertCurvesWhole(Lab lab, String run) {
    MlflowServer mlflow = new MlflowServer(lab.environment());
    for (String cell : List.of("an-elf-ours-s0", "an-elf-ours-s1")) {
      String id = run + "/cells/" + cell;
      List<Long> steps =
          Await.found(
              "the end of " + id + " in MLflow",
              () ->
                  mlflow.runs("small").stream()
                      .filter(r -> id.equals(MlflowServer.map(r, "/data/tags").get("triptych.id")))
                      .filter(r -> r.at("/info/status").asText().equals("FINISHED"))
                      .findFirst()
                      .map(r -> mlflow.steps(r.at("/info/run_id").asText(), "loss/total")));
      assertThat(steps)
          .containsExactlyElementsOf(LongStream.rangeClosed(1, STEPS).boxed().toList());
    }
  }
}
