package dev.triptych.models.checkpoints;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.triptych.fuzzing.Allowance;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Pickles without a container or a file, which are tried many times faster. */
class PickleFuzzTest {
  private static final Allowance READ = new Allowance(256);

  @FuzzTest
  void reads(byte[] content) throws IOException {
    READ.spend(content.length, () -> read(content));
  }

  private static void read(byte[] content) throws IOException {
    try (ByteReader in = new ByteReader(new Region.InMemory(ByteBuffer.wrap(content)))) {
      PickleMachine machine = new PickleMachine(in);
      Pickled root = machine.run();
      ModuleTree.of(root, machine.opcodes());
    } catch (Malformed e) {
      // says what is wrong with it
    }
  }
}
