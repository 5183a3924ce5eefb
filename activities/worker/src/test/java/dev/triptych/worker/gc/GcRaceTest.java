package dev.triptych.worker.gc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.triptych.worker.json.Json;
import dev.triptych.worker.memo.KeptStage;
import dev.triptych.worker.memo.Memo;
import dev.triptych.worker.memo.StageKey;
import dev.triptych.worker.runs.Keeper;
import dev.triptych.worker.runs.RunStages;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.BlobStore;
import dev.triptych.worker.store.DocumentStore;
import dev.triptych.worker.store.StoreLayout;
import dev.triptych.worker.store.folder.FolderStore;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.dataset.EditedView;
import dev.triptych.workflows.stage.RecordStagesRequest;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageOutput;
import dev.triptych.workflows.stage.StageRecord;
import dev.triptych.workflows.stage.State;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A run of which the collection knows nothing makes and takes results while it goes on, between any
 * two of its requests, and it may be killed at any of them.
 */
class GcRaceTest {
  private static final int STAGES = 24;
  private static final int PICTURES = 15; // several stages make the same
  private static final Duration WEEK = Duration.ofDays(7);

  @TempDir private Path folder;

  /** The process is gone. */
  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** A run under way, and one that has ended. */
  private final class World {
    private final ArtifactStore store = FolderStore.open(folder);
    private final Keeper keeper = new Keeper(store);
    private final Memo memo = new Memo(store, Clock.systemUTC());
    private final Random random;
    private final Set<Integer> used = new HashSet<>();
    private int untilKilled;

    World(long seed, boolean killed) throws IOException {
      random = new Random(seed);
      untilKilled = killed ? random.nextInt(60) : Integer.MAX_VALUE;
      List<StageRecord> ended = new ArrayList<>();
      for (int i = 0; i < STAGES; i++) {
        boolean kept = random.nextBoolean();
        if (kept && random.nextInt(4) == 0) {
          ended.add(keep(i));
          used.add(i);
        } else if (kept) {
          keep(i);
        } else if (random.nextBoolean()) {
          picture(i); // a writer was killed before it wrote the document
        }
      }
      new RunStages(store, "ended")
          .write(new RecordStagesRequest("ended", "a-part", State.DONE, ended));
      AgedStore.age(folder, Duration.ofDays(30));
    }

    private ArtifactRef picture(int stage) {
      return keeper.picture("picture " + stage % PICTURES);
    }

    private StageKey key(int stage) {
      return StageKey.of(Stage.EDIT_VIEW, 1, Map.of("n", stage));
    }

    private StageRecord keep(int stage) {
      return keeper.keep(
          Stage.EDIT_VIEW, key(stage).sha256(), Map.of("n", stage), new EditedView(picture(stage)));
    }

    /** What a worker does with a stage that is asked for. */
    private void work() {
      int stage = random.nextInt(STAGES);
      if (memo.find(key(stage)).isEmpty()) {
        keep(stage);
      }
      used.add(stage);
    }

    private synchronized void between() {
      if (random.nextInt(4) == 0) {
        work();
      }
      untilKilled--;
      if (untilKilled < 0) {
        throw new Killed();
      }
    }

    /** The store as the collection has it: others are at work between its requests. */
    private ArtifactStore shared() {
      return (ArtifactStore)
          Proxy.newProxyInstance(
              ArtifactStore.class.getClassLoader(),
              new Class<?>[] {ArtifactStore.class, BlobStore.class, DocumentStore.class},
              (proxy, method, arguments) -> {
                between();
                try {
                  return method.invoke(store, arguments);
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                } finally {
                  between();
                }
              });
    }

    boolean collect() {
      Protection protection = new Protection(Instant.now().minus(WEEK), List.of());
      try {
        new GarbageCollection(shared(), protection, false, progress -> {})
            .collect(List.of("ended"));
        return true;
      } catch (Killed e) {
        return false;
      }
    }

    void check() {
      for (int stage : used) {
        assertThat(memo.find(key(stage))).as("stage %d of a run", stage).isPresent();
      }
      store.scan(
          StoreLayout.STAGES,
          document -> {
            KeptStage kept = Json.parse(store.read(document.name()).orElseThrow(), KeptStage.class);
            for (StageOutput output : kept.outputs()) {
              store.verify(output.ref("image/png"));
            }
          });
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
  void neverLosesWhatARunUsesWhereverItIsKilled(long seed) throws IOException {
    World world = new World(seed, true);
    world.collect();
    world.check();

    world.untilKilled = Integer.MAX_VALUE;
    assertThat(world.collect()).isTrue();
    world.check();
  }

  @ParameterizedTest
  @ValueSource(longs = {101, 102, 103, 104})
  void freesAllThatNobodyUsed(long seed) throws IOException {
    World world = new World(seed, false);
    assertThat(world.collect()).isTrue();
    world.check();

    Set<String> pictures = new HashSet<>();
    world.used.forEach(stage -> pictures.add("picture " + stage % PICTURES));
    List<String> left = new ArrayList<>();
    StoreLayout.blobShards()
        .forEach(shard -> world.store.scan(shard, blob -> left.add(content(world, blob.name()))));
    assertThat(left).as("each is used by a run").allMatch(pictures::contains);
  }

  private static String content(World world, String name) {
    return new String(world.store.read(name).orElseThrow(), UTF_8);
  }
}
