package dev.triptych.models.checkpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import ai.djl.ndarray.NDManager;
import com.sun.management.ThreadMXBean;
import dev.triptych.models.checkpoints.PickleWriter.Call;
import dev.triptych.models.checkpoints.PickleWriter.Name;
import dev.triptych.models.checkpoints.PickleWriter.Tensor;
import dev.triptych.models.finite.NonFiniteException;
import dev.triptych.models.torch.Torch;
import dev.triptych.models.weights.TensorSource;
import dev.triptych.models.weights.WeightsException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a file says, it is read or refused: no crash, no class, no memory beyond its size. */
class HostileFilesTest {
  private static final long HEAP_PER_BYTE = 256; // as Checkpoints promises
  private static final long HEAP_ANYWAY = 1 << 20; // windows, messages, stack traces
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TempDir Path folder;

  private Path file(byte[] content) throws IOException {
    return Files.write(folder.resolve("hostile"), content);
  }

  /** Opens a file as both kinds, and reads all that it gives. */
  private void survive(byte[] content) throws IOException {
    Path file = file(content);
    long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    TensorSource source = null;
    try {
      source = Checkpoints.open(file);
    } catch (WeightsException e) {
      assertThat(e).hasMessageContaining("hostile");
    }
    long allocated = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
    assertThat(allocated).isLessThan(HEAP_ANYWAY + HEAP_PER_BYTE * content.length);
    try {
      Eg3dCheckpoint.open(file);
    } catch (WeightsException e) {
      assertThat(e).hasMessageContaining("hostile");
    }
    if (source != null) {
      readAll(source);
    }
  }

  private static void readAll(TensorSource source) {
    try (NDManager manager = Torch.newManager()) {
      for (String name : source.names()) {
        try {
          source.read(name, manager).close();
        } catch (WeightsException e) {
          assertThat(e).hasMessageContaining("hostile");
        } catch (NonFiniteException e) {
          assertThat(e).hasMessageContaining("hostile");
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"zip.pth", "legacy.pth", "bare.pkl", "traced.pt", "deflated.pth"})
  void refusesAFileThatIsCutShortAnywhere(String name) throws IOException {
    byte[] whole = Files.readAllBytes(CheckpointsTest.resource(name));
    int step = whole.length < 3000 ? 1 : 3; // the old format at every byte, the others at a third
    for (int length = 0; length < whole.length; length += step) {
      Path cut = file(Arrays.copyOf(whole, length));
      try {
        Checkpoints.open(cut);
        fail("%d bytes of %s were taken for the whole", length, name);
      } catch (WeightsException e) {
        assertThat(e).hasMessageContaining("hostile");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"zip.pth", "legacy.pth", "bare.pkl", "traced.pt", "deflated.pth"})
  void survivesDamageAnywhere(String name) throws IOException {
    byte[] whole = Files.readAllBytes(CheckpointsTest.resource(name));
    Random random = new Random(4);
    for (int i = 0; i < 150; i++) {
      byte[] damaged = whole.clone();
      for (int k = random.nextInt(3); k >= 0; k--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      survive(damaged);
    }
  }

  @Test
  void survivesNoiseAfterAPicklesFirstByte() throws IOException {
    Random random = new Random(5);
    for (int i = 0; i < 150; i++) {
      byte[] noise = new byte[random.nextInt(200) + 2];
      random.nextBytes(noise);
      noise[0] = (byte) 0x80;
      noise[1] = 2;
      survive(noise);
    }
  }

  @Test
  void runsNothing() throws IOException {
    Path witness = folder.resolve("witness");
    Call call = new Call(new Name("os", "system"), "touch " + witness);

    survive(PickleWriter.pickle(Map.of("a", call, "b", new Tensor(new float[] {1}, 1))));
    survive(PickleWriter.pickle(Map.of("state_dict", call)));
    survive(PickleWriter.pickle(call));

    assertThat(witness).doesNotExist();
  }

  @Test
  void survivesWildLengths() throws IOException {
    for (int opcode : new int[] {'X', 'B', 'T', 0x8b, 'C', 'U', 0x8a, 0x8c}) {
      survive(bytes(0x80, 4, opcode, 0xff, 0xff, 0xff, 0xff, '.'));
      survive(bytes(0x80, 4, opcode, 0xff, 0xff, 0xff, 0x7f, '.'));
    }
    for (int opcode : new int[] {0x8d, 0x8e, 0x96, 0x95}) {
      survive(bytes(0x80, 4, opcode, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, '.'));
      survive(bytes(0x80, 4, opcode, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, '.'));
    }
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  /** Opcodes over and over: many things of one byte each. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "]",
        "}",
        "(",
        ")",
        "N",
        "]q\0",
        "}Ns",
        "]\u0085",
        "N\u0094",
        "]2a",
        "}2\u0094\u0086R"
      })
  void takesNoMoreMemoryThanItsSizeAllows(String repeated) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(bytes(0x80, 4, ']'));
    for (int i = 0; i < 200_000; i++) {
      out.writeBytes(repeated.getBytes(StandardCharsets.ISO_8859_1));
    }
    out.write('.');
    survive(out.toByteArray());
  }

  @Test
  void refusesMoreStepsThanAnyCheckpointHas() throws IOException {
    byte[] content = new byte[PickleMachine.MAX_OPCODES + 10];
    Arrays.fill(content, (byte) 'N');
    content[0] = (byte) 0x80;
    content[1] = 4;

    Path file = file(content);
    assertThatThrownBy(() -> Checkpoints.open(file))
        .hasMessageContaining("more than 2097152 steps");
  }

  /** Each level holds the one below it twice: 2^40 names, if one followed them all. */
  @Test
  void refusesModulesThatHoldEachOtherManyTimesOver() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(bytes(0x80, 4, '}', 'q', 0, '0'));
    for (int level = 1; level <= 40; level++) {
      out.writeBytes(bytes(0x8c, 1, 'm', 0x8c, 1, 'C', 0x93, ')', 0x81, '}'));
      out.writeBytes(bytes(0x8c, 1, 'a', 'h', level - 1, 's', 0x8c, 1, 'b', 'h', level - 1, 's'));
      out.writeBytes(bytes('b', 'q', level, '0'));
    }
    out.writeBytes(bytes('h', 40, '.'));

    Path file = file(out.toByteArray());
    assertThatThrownBy(() -> Checkpoints.open(file))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("many times over");
  }

  @Test
  void survivesThingsThatContainThemselves() throws IOException {
    survive(bytes(0x80, 4, '}', 'q', 0, 0x8c, 1, 'a', 'h', 0, 's', '.'));
    survive(bytes(0x80, 4, ']', 'q', 0, 'h', 0, 'a', '.'));
    byte[] module =
        bytes(
            0x80, 4, 0x8c, 1, 'm', 0x8c, 1, 'C', 0x93, ')', 0x81, 'q', 0, '}', 0x8c, 1, 'a', 'h', 0,
            's', 'b', '.');
    survive(module);
    Path file = file(module);
    assertThatThrownBy(() -> Checkpoints.open(file)).hasMessageContaining("contain themselves");
  }

  @Test
  void refusesAViewThatReachesOutOfItsStorage() throws IOException {
    Call storage =
        new Call(
            new Name("torch.storage", "_load_from_bytes"), PickleWriter.legacy(new float[] {1, 2}));
    for (Object[] view :
        new Object[][] {
          {1, new Object[] {2L}, new Object[] {1L}},
          {-1, new Object[] {1L}, new Object[] {1L}},
          {0, new Object[] {2L}, new Object[] {-1L}},
          {0, new Object[] {-1L}, new Object[] {1L}},
          {0, new Object[] {1L << 62, 8L}, new Object[] {1L, 1L}},
          {0, new Object[] {2L, 2L}, new Object[] {Long.MAX_VALUE, 1L}},
          {0, new Object[] {2L}, new Object[0]}
        }) {
      Call tensor =
          new Call(
              new Name("torch._utils", "_rebuild_tensor_v2"), storage, view[0], view[1], view[2]);
      Path file = file(PickleWriter.pickle(Map.of("a", tensor, "b", tensor)));
      assertThatThrownBy(() -> Checkpoints.open(file))
          .isInstanceOf(WeightsException.class)
          .hasMessageContaining("2 problem(s)")
          .hasMessageContaining("a: damaged: ");
    }
  }

  @Test
  void refusesAZipBomb() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("a/data.pkl"));
      zip.write(new byte[10_000_000]);
    }
    Path file = file(out.toByteArray());

    assertThatThrownBy(() -> Checkpoints.open(file))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("its entry a/data.pkl claims to inflate");
  }

  @Test
  void refusesBigEndianNumbersInWords() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("a/data.pkl"));
      zip.write(PickleWriter.pickle(Map.of()));
      zip.putNextEntry(new ZipEntry("a/byteorder"));
      zip.write("big".getBytes(StandardCharsets.US_ASCII));
    }
    Path file = file(out.toByteArray());

    assertThatThrownBy(() -> Checkpoints.open(file)).hasMessageContaining("big-endian");
  }
}
