package dev.triptych.models.checkpoints;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.triptych.fuzzing.Allowance;
import dev.triptych.fuzzing.Scratch;
import dev.triptych.models.weights.WeightsException;
import java.nio.file.Path;

class Eg3dCheckpointFuzzTest {
  private static final Allowance OPENED = new Allowance(256 * ZipDirectory.MAX_INFLATION);
  private static final Scratch SCRATCH = new Scratch();

  @FuzzTest
  void opens(byte[] content) {
    OPENED.spend(
        content.length,
        () -> {
          try {
            Path file = SCRATCH.write("network.pkl", content);
            CheckpointsFuzzTest.readAll(Eg3dCheckpoint.open(file).tensors());
          } catch (WeightsException e) {
            // says what is wrong with the file
          }
        });
  }
}
