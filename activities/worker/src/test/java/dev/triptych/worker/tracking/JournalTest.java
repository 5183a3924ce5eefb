package dev.triptych.worker.tracking;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.folder.FolderStore;
import dev.triptych.worker.tracking.RunEvent.Finished;
import dev.triptych.worker.tracking.RunEvent.Linked;
import dev.triptych.worker.tracking.RunEvent.Parameters;
import dev.triptych.worker.tracking.RunEvent.Point;
import dev.triptych.worker.tracking.RunEvent.Points;
import dev.triptych.worker.tracking.RunEvent.Scores;
import dev.triptych.worker.tracking.RunEvent.Started;
import dev.triptych.worker.tracking.RunEvent.Tags;
import dev.triptych.workflows.stage.State;
import dev.triptych.workflows.stage.TrackingRun;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final String FILE = "runs/run/cells/elf/journal.jsonl";

  private ArtifactStore store;
  private Journal journal;
  private TrackingRun run;

  @BeforeEach
  void open(@TempDir Path folder) {
    store = FolderStore.open(folder);
    journal = new Journal(store);
    run = journal.open("run", "elf", started("launch-1"));
  }

  private static Started started(String launch) {
    return new Started(launch, "quickstart", null, NOON);
  }

  private static TreeMap<String, String> strings(String name, String value) {
    return new TreeMap<>(java.util.Map.of(name, value));
  }

  private static TreeMap<String, Double> doubles(String name, double value) {
    return new TreeMap<>(java.util.Map.of(name, value));
  }

  /** Losses of steps {@code first} to {@code checkpoint}. */
  private static Points points(int first, int checkpoint) {
    return new Points(
        "fine-tune",
        checkpoint,
        IntStream.rangeClosed(first, checkpoint)
            .mapToObj(step -> new Point(step, doubles("loss/total", 1.0 / step)))
            .toList());
  }

  private List<Integer> steps(Journal journal) {
    return journal.events("run", "elf").stream()
        .filter(Points.class::isInstance)
        .flatMap(event -> ((Points) event).points().stream())
        .map(Point::step)
        .toList();
  }

  @Test
  void givesBackEveryKindOfEventInOrder() {
    List<RunEvent> events =
        List.of(
            new Parameters(strings("edit.tau", "0.9")),
            new Tags(strings("style", "an elf")),
            points(1, 3),
            new Scores(doubles("clip_score", 0.25)),
            new Linked("portrait", store.put(new byte[1], "image/png")),
            new Finished("launch-1", State.DONE, NOON));

    events.forEach(event -> journal.record(run, event));

    assertThat(new Journal(store).events("run", "elf"))
        .startsWith(started("launch-1"))
        .endsWith(events.toArray(RunEvent[]::new))
        .hasSize(7);
    assertThat(journal.events("run", null)).isEmpty();
  }

  @Test
  void writesAnEventOnceHoweverOftenItIsTold() {
    journal.record(run, points(1, 3));
    byte[] before = store.read(FILE).orElseThrow();

    journal.record(run, points(1, 3));
    Journal afterRestart = new Journal(store);
    afterRestart.open("run", "elf", started("launch-1"));
    afterRestart.record(run, points(1, 3));

    assertThat(store.read(FILE).orElseThrow()).isEqualTo(before);
  }

  @Test
  void tellsScoresAgainOnlyWhereTheyAreOthers() {
    journal.record(run, scores(0.25, 1.61));

    new Journal(store).record(run, scores(0.25, 1.44)); // an edit was damaged, and made again
    new Journal(store).record(run, scores(0.5, 1.44));

    assertThat(new Journal(store).events("run", "elf"))
        .filteredOn(Scores.class::isInstance)
        .containsExactly(scores(0.25, 1.61), scores(0.5, 1.44));
  }

  private static Scores scores(double clip, double seconds) {
    TreeMap<String, Double> scores = doubles("clip_score", clip);
    scores.put("seconds/edit-view", seconds);
    return new Scores(scores);
  }

  @Test
  void logsNoPointTwiceWhenARetryCheckpointsElsewhere() {
    journal.record(run, points(1, 4));

    new Journal(store).record(run, points(3, 6)); // resumed from step 2, checkpoints differ

    assertThat(steps(journal)).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void survivesALineThatWasCutShort() {
    journal.record(run, points(1, 2));
    byte[] whole = store.read(FILE).orElseThrow();
    journal.record(run, points(3, 4));
    byte[] more = store.read(FILE).orElseThrow();
    store.write(FILE, java.util.Arrays.copyOf(more, (whole.length + more.length) / 2));

    Journal afterKill = new Journal(store);
    afterKill.record(run, points(3, 4));

    assertThat(steps(new Journal(store))).containsExactly(1, 2, 3, 4);
    assertThat(store.read(FILE).orElseThrow()).asString(UTF_8).endsWith("}\n");
  }

  @Test
  void tellsLaunchesOfOneRunApart() {
    journal.record(run, new Finished("launch-1", State.FAILED, NOON));
    journal.open("run", "elf", started("launch-2"));
    journal.record(run, new Finished("launch-2", State.DONE, NOON));

    assertThat(journal.events("run", "elf"))
        .containsExactly(
            started("launch-1"),
            new Finished("launch-1", State.FAILED, NOON),
            started("launch-2"),
            new Finished("launch-2", State.DONE, NOON));
  }

  @Test
  void refusesPointsBehindTheirCheckpoint() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Points("fine-tune", 3, points(1, 4).points()));
  }
}
