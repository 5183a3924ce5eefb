package dev.triptych.worker.activities;

import dev.triptych.worker.runs.KeptResults;
import dev.triptych.worker.runs.RunReferences;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.folder.FolderStore;
import dev.triptych.worker.tracking.Journal;
import dev.triptych.worker.verify.Comparison;
import dev.triptych.worker.verify.OverlaidStore;
import dev.triptych.worker.verify.Recomputation;
import dev.triptych.worker.verify.Sample;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.stage.Stage;
import java.nio.file.Path;
import java.util.List;

/** Makes kept stages of a run once more, beside its store. */
final class OnceMore {
  private OnceMore() {}

  /**
   * @param steps how many, the kinds in turns
   * @param beside an empty folder
   */
  static List<Comparison> compare(
      ArtifactStore store, String run, int steps, Path beside, TinyRuns runs) {
    Sample sample = new Sample(steps, 0);
    new RunReferences(store, run)
        .forEach(
            new RunReferences.Visitor() {
              @Override
              public void stage(Stage stage, String key) {
                sample.add(stage, key);
              }

              @Override
              public void artefact(ArtifactRef artefact) {
                store.verify(artefact);
              }
            });
    OverlaidStore overlaid = new OverlaidStore(store, FolderStore.open(beside));
    KeptResults kept = new KeptResults(store);
    return runs.with(
        overlaid,
        new Journal(overlaid),
        client -> {
          Recomputation recomputation = new Recomputation(client, store, overlaid, 0);
          return sample.drawn().stream()
              .map(drawn -> kept.find(drawn.stage(), drawn.key()).orElseThrow())
              .map(recomputation::of)
              .toList();
        });
  }
}
