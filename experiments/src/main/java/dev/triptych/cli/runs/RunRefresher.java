package dev.triptych.cli.runs;

import dev.triptych.worker.runs.RunEntry;
import dev.triptych.worker.store.ArtifactStore;
import java.util.List;

/** Learns of runs that go on elsewhere, and writes down what is new. */
public interface RunRefresher {
  /** How far a run is by now; its kept status is renewed too. */
  RunEntry refresh(ArtifactStore store, RunEntry entry);

  /** Only whether runs go on, in the same order. */
  List<RunEntry> refreshStates(ArtifactStore store, List<RunEntry> entries);
}
