package dev.triptych.worker.tracking;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.triptych.fuzzing.Allowance;
import dev.triptych.fuzzing.Scratch;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.folder.FolderStore;
import java.util.List;

/** A journal is read whatever happened to it; what cannot be understood is left out. */
class JournalFuzzTest {
  private static final Allowance READ = new Allowance(1024);
  private static final Scratch SCRATCH = new Scratch();
  private static final ArtifactStore STORE = FolderStore.open(SCRATCH.folder());

  @FuzzTest
  void reads(byte[] content) {
    SCRATCH.write("runs/run/journal.jsonl", content);
    READ.spend(
        content.length,
        () -> {
          List<Journal.Entry> entries = new Journal(STORE).entries("run", null);
          entries.forEach(entry -> entry.event().id());
        });
  }
}
