package dev.triptych.models.weights;

import ai.djl.ndarray.NDManager;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.triptych.fuzzing.Allowance;
import dev.triptych.models.finite.NonFiniteException;
import dev.triptych.models.torch.Torch;

class SafetensorsFuzzTest {
  private static final Allowance READ = new Allowance(256);

  @FuzzTest
  void reads(byte[] content) {
    READ.spend(
        content.length,
        () -> {
          try {
            readAll(Safetensors.of("fuzzed", content));
          } catch (WeightsException e) {
            // says what is wrong with the file
          }
        });
  }

  private static void readAll(Safetensors file) {
    file.metadata();
    file.nonFinite();
    try (NDManager manager = Torch.newManager()) {
      for (String name : file.names()) {
        try {
          file.read(name, manager).close();
          file.dtype(name);
          file.readLongs(name);
        } catch (WeightsException | NonFiniteException e) {
          // says what is wrong with the tensor
        }
      }
    }
  }
}
