package dev.triptych.worker.gc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triptych.worker.memo.Memo;
import dev.triptych.worker.memo.StageKey;
import dev.triptych.worker.runs.Keeper;
import dev.triptych.worker.runs.RunStages;
import dev.triptych.worker.store.s3.InJvmS3;
import dev.triptych.worker.store.s3.S3Settings;
import dev.triptych.worker.store.s3.S3Store;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.dataset.EditedView;
import dev.triptych.workflows.stage.RecordStagesRequest;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageRecord;
import dev.triptych.workflows.stage.State;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BucketGcTest {
  @TempDir private Path cache;

  private static StageKey key(int n) {
    return StageKey.of(Stage.EDIT_VIEW, 1, Map.of("n", n));
  }

  private static StageRecord keep(Keeper keeper, int n, ArtifactRef picture) {
    return keeper.keep(Stage.EDIT_VIEW, key(n).sha256(), Map.of("n", n), new EditedView(picture));
  }

  private static Collected collect(S3Store store, boolean dry) {
    Protection later = new Protection(Instant.now().plusSeconds(600), List.of());
    return new GarbageCollection(store, later, dry, progress -> {}).collect(List.of("mine"));
  }

  @Test
  void freesWhatNoRunRefersToAndTheStepRunsAgain() throws Exception {
    try (InJvmS3 server = new InJvmS3()) {
      Map<String, String> environment = new HashMap<>(server.environment());
      environment.put("TRIPTYCH_CACHE", cache.toString());
      try (S3Store store = S3Store.open(S3Settings.of("s3://triptych-gc/here", environment))) {
        Keeper keeper = new Keeper(store);
        ArtifactRef used = keeper.picture("used");
        ArtifactRef unused = keeper.picture("unused");
        StageRecord record = keep(keeper, 1, used);
        keep(keeper, 2, unused);
        new RunStages(store, "mine")
            .write(new RecordStagesRequest("mine", "a-part", State.DONE, List.of(record)));
        Memo memo = new Memo(store, Clock.systemUTC());

        Collected dry = collect(store, true);
        assertThat(memo.find(key(2))).isPresent();
        Collected collected = collect(store, false);

        assertThat(collected).isEqualTo(dry);
        assertThat(collected.freed().get(Kind.BLOBS)).isEqualTo(new Amount(1, 6));
        assertThat(store.holds(unused.key(), unused.bytes())).isFalse();
        assertThat(memo.find(key(1))).isPresent();
        assertThat(memo.find(key(2))).isEmpty();

        store.delete(used.key()); // as if it had come to use in the moment of its removal
        assertThat(memo.find(key(1))).as("then its step runs again").isEmpty();
      }
    }
  }
}
