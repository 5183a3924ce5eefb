package dev.triptych.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What runs share in the bucket: finished stages, and the check of what they read. */
@ExtendWith(Services.Extension.class)
class SharedStoreTest {
  private static final Set<String> TRAININGS = Set.of("pretrain", "fine-tune");

  @Test
  void aCorruptBlobIsNoticedAndMadeAgain(Services services) throws Exception {
    try (Lab lab = Lab.on(services, "corrupt");
        Bucket bucket = new Bucket(lab.environment())) {
      Process first = lab.worker("gpu");
      Process second = lab.worker("cpu");
      String run = lab.launch();
      JsonNode before = lab.end(run);
      first.destroy();
      second.destroy();

      String blob = output(before, "render-portrait");
      byte[] right = bucket.read(blob);
      byte[] wrong = right.clone();
      wrong[wrong.length / 2] ^= 1;
      bucket.write(blob, wrong);
      bucket.list("stages/evaluate/").forEach(stage -> bucket.remove(stage.name()));

      lab.coldCache();
      lab.worker("gpu");
      lab.worker("cpu");
      lab.triptych("resume", run);

      assertThat(bucket.read(blob)).isEqualTo(right);
      assertThat(Lab.digests(lab.status(run))).isEqualTo(Reference.DIGESTS);
    }
  }

  private static String output(JsonNode status, String stage) {
    for (JsonNode candidate : status.at("/cells/0/stages")) {
      if (candidate.path("stage").asText().equals(stage)) {
        return candidate.at("/outputs/0/key").asText();
      }
    }
    throw new AssertionError("no " + stage);
  }

  @Test
  void twoRunsAtOnceTrainOnce(Services services) {
    try (Lab lab = Lab.on(services, "shared")) {
      lab.worker("gpu");
      lab.worker("gpu");
      lab.worker("cpu");
      // Another name makes another experiment of the same stages.
      List<String> runs =
          List.of(lab.launchAs("one"), lab.launchAs("two", "--set", "name=small-again"));
      Map<String, Integer> times = new HashMap<>();
      for (String run : runs) {
        JsonNode status = lab.end(run);
        assertThat(Lab.digests(status)).isEqualTo(Reference.DIGESTS);
        for (JsonNode stage : status.at("/cells/0/stages")) {
          times.merge(
              stage.path("stage").asText() + " " + stage.path("key").asText(),
              stage.path("cached").asBoolean() ? 0 : 1,
              Integer::sum);
        }
      }
      assertThat(times)
          .allSatisfy(
              (stage, ran) -> {
                if (TRAININGS.contains(stage.split(" ", 2)[0])) {
                  assertThat(ran).as(stage).isEqualTo(1);
                }
              });
      System.out.printf(
          "two runs at once: %d stages, %d ran%n",
          times.size(), times.values().stream().mapToInt(ran -> ran).sum());
    }
  }
}
