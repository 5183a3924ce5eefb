package dev.triptych.worker.runs;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.triptych.fuzzing.Allowance;
import dev.triptych.fuzzing.Scratch;
import dev.triptych.worker.errors.TriptychException.DamagedDocument;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.folder.FolderStore;
import java.util.List;
import java.util.function.Consumer;

/** Whatever stands in a run's documents, they are read or said to be damaged. */
class RunDocumentsFuzzTest {
  private static final Allowance READ = new Allowance(1024);
  private static final Scratch SCRATCH = new Scratch();
  private static final ArtifactStore STORE = FolderStore.open(SCRATCH.folder());
  private static final List<Consumer<RunFolder>> DOCUMENTS =
      List.of(RunFolder::spec, RunFolder::warnings, RunFolder::status);

  @FuzzTest
  void reads(byte[] content) {
    for (String document : List.of("run", "resolved", "warnings", "status")) {
      SCRATCH.write("runs/run/" + document + ".json", content);
    }
    RunFolder folder = new RunFolder(STORE, "run");
    READ.spend(
        content.length,
        () -> {
          new RunIndex(STORE).all();
          for (Consumer<RunFolder> document : DOCUMENTS) {
            try {
              document.accept(folder);
            } catch (DamagedDocument e) {
              // says how it comes to be written anew
            }
          }
        });
  }
}
