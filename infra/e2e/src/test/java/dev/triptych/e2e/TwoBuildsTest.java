package dev.triptych.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Workers of two builds side by side: a launch ends on the build that it began on. */
@ExtendWith(Services.Extension.class)
class TwoBuildsTest {
  private static final String DEPLOYMENT = "portraits";
  private static final String[] SHORT = {"--set", "i2t.fineTuning.steps=10"};
  private static final int BEGUN = 3; // edits that are kept when the new build takes over

  @Test
  void runningLaunchesStayWithTheirBuildAndNewOnesBeginOnTheNext(Services services)
      throws Exception {
    try (Lab lab = Lab.on(services, "two-builds");
        Bucket bucket = new Bucket(lab.environment())) {
      // Which build is current holds for a queue, and other tests have workers on it.
      lab.environment().put("TEMPORAL_NAMESPACE", "two-builds");
      try (TemporalServer temporal = new TemporalServer(lab.environment())) {
        temporal.makeNamespace();
        Set<Long> old = workers(lab, "one");
        temporal.begin(DEPLOYMENT, "one");
        String before = lab.launch(SHORT);
        Await.that(
            "the middle of the edits", () -> bucket.list("stages/edit-view/").size() >= BEGUN);

        Set<Long> next = workers(lab, "two");
        temporal.begin(DEPLOYMENT, "two");
        String after = lab.launchAs("next", SHORT); // whose steps are kept, and done by its workers

        assertThat(lab.end(before).path("state").asText()).isEqualTo("done");
        assertThat(lab.end(after).path("state").asText()).isEqualTo("done");
        for (String part : List.of("", "/dataset/an-elf-s0", "/an-elf-ours-s0")) {
          assertThat(temporal.workers(before + part)).as(before + part).isSubsetOf(old);
          assertThat(temporal.workers(after + part)).as(after + part).isSubsetOf(next);
        }
      }
    }
  }

  private static Set<Long> workers(Lab lab, String build) {
    String[] version = {"--deployment", DEPLOYMENT, "--build-id", build};
    return Set.of(lab.worker("gpu", version).pid(), lab.worker("cpu", version).pid());
  }
}
