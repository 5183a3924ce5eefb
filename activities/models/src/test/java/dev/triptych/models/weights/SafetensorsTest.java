package dev.triptych.models.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.triptych.models.finite.NonFiniteException;
import dev.triptych.models.noise.CounterNoise;
import dev.triptych.models.torch.Torch;
import dev.triptych.models.weights.SafetensorsWriter.Precision;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SafetensorsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Precision.class)
  void readsWhatItWroteFromFileAndMemory(Precision precision) throws IOException {
    try (NDManager manager = Torch.newManager()) {
      Path file = write(manager, precision);
      for (Safetensors read :
          new Safetensors[] {
            Safetensors.open(file), Safetensors.of("memory", Files.readAllBytes(file))
          }) {
        assertThat(read.metadata()).containsEntry("kind", "test");
        assertThat(read.shape("b.weight")).isEqualTo(new Shape(2, 3));
        assertThat(read.read("a", manager).toFloatArray())
            .containsExactly(new float[] {1, -2, 0.5f}, within(0f));
        assertThat(read.read("b.weight", manager).toFloatArray())
            .containsExactly(new float[] {0, 1, 2, 3, 4, 5}, within(0f));
      }
    }
  }

  @Test
  void equalTensorsGiveEqualBytes() throws IOException {
    try (NDManager manager = Torch.newManager()) {
      byte[] first = Files.readAllBytes(write(manager, Precision.FLOAT32));
      assertThat(Files.readAllBytes(write(manager, Precision.FLOAT32))).isEqualTo(first);
    }
  }

  @Test
  void whatIsReadMayBeWritten() throws IOException {
    try (NDManager manager = Torch.newManager()) {
      NDArray read = Safetensors.open(write(manager, Precision.FLOAT32)).read("a", manager);
      read.addi(1);
      assertThat(read.toFloatArray()).containsExactly(2, -1, 1.5f);
    }
  }

  @Test
  void everyCutIsReportedWithTheFilesName() throws IOException {
    try (NDManager manager = Torch.newManager()) {
      byte[] whole = Files.readAllBytes(write(manager, Precision.FLOAT32));
      for (int length = 0; length < whole.length; length++) {
        byte[] cut = Arrays.copyOf(whole, length);
        assertThatThrownBy(() -> Safetensors.of("cut.safetensors", cut))
            .isInstanceOf(WeightsException.class)
            .hasMessageContaining("cut.safetensors");
      }
    }
  }

  @Test
  void randomDamageNeverDoesMoreThanFail() throws IOException {
    try (NDManager manager = Torch.newManager()) {
      byte[] whole = Files.readAllBytes(write(manager, Precision.FLOAT32));
      CounterNoise noise = new CounterNoise(11);
      for (int trial = 0; trial < 2000; trial++) {
        byte[] damaged = whole.clone();
        for (int k = 0; k <= trial % 4; k++) {
          damaged[noise.below(damaged.length, trial, k)] = (byte) noise.bits(trial, 100 + k);
        }
        assertThatCode(
                () -> {
                  try {
                    Safetensors read = Safetensors.of("damaged", damaged);
                    for (String name : read.names()) {
                      read.read(name, manager).close();
                    }
                  } catch (WeightsException | NonFiniteException expected) {
                    assertThat(expected).hasMessageContaining("damaged");
                  }
                })
            .doesNotThrowAnyException();
      }
    }
  }

  @Test
  void refusesShapesThatOverflow() {
    byte[] header =
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[9223372036854775807,8],\"data_offsets\":[0,0]}}"
            .getBytes(StandardCharsets.UTF_8);
    byte[] bytes =
        ByteBuffer.allocate(8 + header.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(header.length)
            .put(header)
            .array();
    assertThatThrownBy(() -> Safetensors.of("huge", bytes))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("impossible shape");
  }

  @ParameterizedTest
  @CsvSource({"NaN, is NaN", "Infinity, is infinite", "-Infinity, is minus infinite"})
  void neitherWritesNorReadsWhatIsNoNumber(float value, String words) throws IOException {
    Path file = folder.resolve("numbers.safetensors");
    try (NDManager manager = Torch.newManager()) {
      Map<String, NDArray> tensors = new LinkedHashMap<>();
      tensors.put("sound", manager.zeros(new Shape(2)));
      tensors.put("decoder.bias", manager.create(new float[] {0, 0, value, value}));
      for (Precision precision : Precision.values()) {
        assertThatThrownBy(() -> SafetensorsWriter.write(file, tensors, Map.of(), precision))
            .isInstanceOf(NonFiniteException.class)
            .hasMessageContaining("decoder.bias")
            .hasMessageContaining("number 3 of its 4 " + words);
      }
      assertThat(folder).as("drafts").isEmptyDirectory();

      tensors.put("decoder.bias", manager.create(new float[] {0, 0, 7.5f, 0}));
      SafetensorsWriter.write(file, tensors, Map.of(), Precision.FLOAT32);
      byte[] bytes = Files.readAllBytes(file);
      ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putFloat(bytes.length - 8, value);
      Safetensors damaged = Safetensors.of("damaged.safetensors", bytes);

      assertThat(damaged.read("sound", manager).toFloatArray()).containsExactly(0, 0);
      assertThatThrownBy(() -> damaged.read("decoder.bias", manager))
          .isInstanceOf(NonFiniteException.class)
          .hasMessageContaining("tensor decoder.bias of damaged.safetensors")
          .hasMessageContaining("number 3 of its 4 " + words);
      assertThat(damaged.nonFinite()).singleElement().asString().contains("decoder.bias", words);
      assertThatThrownBy(
              () -> Weights.load(damaged.below("decoder."), manager, w -> w.get("bias", 4)))
          .isInstanceOf(NonFiniteException.class);
    }
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void writesOneTensorAfterAnotherWithTheSameBytes(Precision precision) throws IOException {
    try (NDManager manager = Torch.newManager()) {
      Map<String, NDArray> tensors = new LinkedHashMap<>();
      tensors.put("a", manager.create(new float[] {1, -2, 0.1f}));
      tensors.put("b.weight", manager.arange(6f).reshape(2, 3));
      Map<String, Shape> shapes = new LinkedHashMap<>();
      tensors.forEach((name, tensor) -> shapes.put(name, tensor.getShape()));
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      SafetensorsWriter.write(whole, tensors, Map.of(), precision);
      ByteArrayOutputStream streamed = new ByteArrayOutputStream();
      SafetensorsWriter.write(
          streamed, shapes, name -> tensors.get(name).duplicate(), Map.of(), precision);

      assertThat(streamed.toByteArray()).isEqualTo(whole.toByteArray());
      assertThat(SafetensorsWriter.size(shapes, precision)).isEqualTo(streamed.size());
    }
  }

  @Test
  void roundsToTheNearestBFloat16() throws IOException {
    try (NDManager manager = Torch.newManager()) {
      // Beside 1, bfloat16 has steps of 1/128; a tie goes to the even neighbour.
      float[] numbers = {1 + 1 / 256f, 1 + 3 / 256f, 1 + 1 / 200f, -1 - 1 / 300f, 3e38f, 1e-40f};
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      SafetensorsWriter.write(
          out, Map.of("x", manager.create(numbers)), Map.of(), Precision.BFLOAT16);

      float[] read = Safetensors.of("memory", out.toByteArray()).read("x", manager).toFloatArray();
      assertThat(read[0]).isEqualTo(1);
      assertThat(read[1]).isEqualTo(1 + 2 / 128f);
      assertThat(read[2]).isEqualTo(1 + 1 / 128f);
      assertThat(read[3]).isEqualTo(-1);
      assertThat(read[4]).isCloseTo(3e38f, within(3e38f / 256));
      assertThat(read[5]).isCloseTo(1e-40f, within(1e-40f / 2));
    }
  }

  @Test
  void doesNotWriteWhatIsTooLargeForHalfPrecision() throws IOException {
    Path file = folder.resolve("half.safetensors");
    try (NDManager manager = Torch.newManager()) {
      Map<String, NDArray> tensors = Map.of("scale", manager.create(new float[] {65504, -70000}));

      assertThatThrownBy(() -> SafetensorsWriter.write(file, tensors, Map.of(), Precision.FLOAT16))
          .isInstanceOf(NonFiniteException.class)
          .hasMessageContaining("scale, which was to be kept as F16: number 2 of its 2");
      SafetensorsWriter.write(file, tensors, Map.of(), Precision.FLOAT32);
      assertThat(Safetensors.open(file).nonFinite()).isEmpty();
    }
  }

  @Test
  void refusesARenamingThatMakesTwoTensorsOne() throws IOException {
    try (NDManager manager = Torch.newManager()) {
      Safetensors source = Safetensors.open(write(manager, Precision.FLOAT32));

      assertThat(source.renamed(name -> "x." + name).names()).containsExactly("x.a", "x.b.weight");
      assertThatThrownBy(() -> source.renamed(name -> "same"))
          .isInstanceOf(WeightsException.class)
          .hasMessageContaining("tensors a and b.weight")
          .hasMessageContaining(source.origin());
    }
  }

  @Test
  void loadingReportsEveryProblemAtOnce() throws IOException {
    try (NDManager manager = Torch.newManager()) {
      Safetensors source = Safetensors.open(write(manager, Precision.FLOAT32));
      assertThatThrownBy(
              () ->
                  Weights.load(
                      source,
                      manager,
                      weights -> {
                        weights.get("a", 4);
                        weights.at("b").get("bias", 3);
                        return "network";
                      }))
          .isInstanceOf(WeightsException.class)
          .hasMessageContaining("3 problem(s)")
          .hasMessageContaining("mis-shaped a is (3), should be (4)")
          .hasMessageContaining("missing    b.bias (3)")
          .hasMessageContaining("unexpected b.weight (2, 3)");
    }
  }

  private Path write(NDManager manager, Precision precision) throws IOException {
    Map<String, NDArray> tensors = new LinkedHashMap<>();
    tensors.put("a", manager.create(new float[] {1, -2, 0.5f}));
    tensors.put("b.weight", manager.arange(6f).reshape(2, 3));
    Path file = folder.resolve("test.safetensors");
    SafetensorsWriter.write(file, tensors, Map.of("kind", "test"), precision);
    return file;
  }
}
