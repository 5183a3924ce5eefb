package dev.triptych.models.checkpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.triptych.models.torch.Torch;
import dev.triptych.models.weights.TensorSource;
import dev.triptych.models.weights.WeightsException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that PyTorch 2.7.1 wrote; checkpoints.py beside them is the program. */
class CheckpointsTest {
  private static final float[] SIX = {-2, -1, 0, 1, 2, 3};
  private static final float[] THREE = {-2, -1, 0};
  private static final Map<String, float[]> VALUES =
      Map.ofEntries(
          Map.entry("float32", SIX),
          Map.entry("float64", SIX),
          Map.entry("float16", SIX),
          Map.entry("bfloat16", SIX),
          Map.entry("int64", SIX),
          Map.entry("int32", SIX),
          Map.entry("int16", SIX),
          Map.entry("int8", SIX),
          Map.entry("uint8", new float[] {0, 1, 255}),
          Map.entry("bool", new float[] {1, 0, 1}),
          Map.entry("scalar", new float[] {0.5f}),
          Map.entry("empty", new float[0]),
          Map.entry("shared.whole", from(-2, 24, 1)),
          Map.entry("shared.rows", from(6, 8, 1)),
          Map.entry(
              "shared.transposed",
              new float[] {
                -2, 2, 6, 10, 14, 18, -1, 3, 7, 11, 15, 19, 0, 4, 8, 12, 16, 20, 1, 5, 9, 13, 17, 21
              }),
          Map.entry("shared.column", from(-1, 6, 4)),
          Map.entry("shared.every_other", from(-1, 12, 2)),
          Map.entry("parameter", THREE),
          Map.entry("parameter.with_attributes", THREE),
          Map.entry("bfloat16.transposed", new float[] {-2, 1, -1, 2, 0, 3}));
  private static final Map<String, Shape> SHAPES =
      Map.of(
          "float16", new Shape(2, 3),
          "scalar", new Shape(),
          "empty", new Shape(0, 3),
          "shared.whole", new Shape(2, 3, 4),
          "shared.transposed", new Shape(4, 6),
          "bfloat16.transposed", new Shape(3, 2));

  @TempDir Path folder;

  private static float[] from(int first, int count, int step) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = first + step * i;
    }
    return values;
  }

  static Path resource(String name) {
    try {
      return Path.of(Objects.requireNonNull(CheckpointsTest.class.getResource(name), name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static float[] values(TensorSource source, String name) {
    try (NDManager manager = Torch.newManager();
        NDArray read = source.read(name, manager)) {
      assertThat(read.getShape()).isEqualTo(source.shape(name));
      return read.toFloatArray();
    }
  }

  private static void assertState(TensorSource source) {
    VALUES.forEach(
        (name, expected) -> assertThat(values(source, name)).as(name).containsExactly(expected));
    SHAPES.forEach((name, shape) -> assertThat(source.shape(name)).as(name).isEqualTo(shape));
  }

  @ParameterizedTest
  @ValueSource(strings = {"zip.pth", "legacy.pth", "protocol5.pth", "deflated.pth", "bare.pkl"})
  void readsEveryKindOfNumberAndViewOutOfEveryContainer(String file) {
    TensorSource source = Checkpoints.open(resource(file));

    assertThat(source.names()).isEqualTo(new TreeSet<>(VALUES.keySet()));
    assertState(source);
  }

  @ParameterizedTest
  @ValueSource(strings = {"training.ckpt", "training-legacy.ckpt"})
  void findsTheStateDictOfATrainingAndStepsOverWhatItCannotRead(String file) {
    TensorSource source = Checkpoints.open(resource(file));

    assertState(source);
    assertThat(source.names()).doesNotContain("text", "step", "quantised");
    assertThatThrownBy(() -> values(source, "complex"))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("ComplexFloatStorage are not read: tensor complex of ");
    assertThatThrownBy(() -> values(source, "float8"))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("float8_e4m3fn are not read");
    assertThatThrownBy(() -> values(source, "repeated"))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("repeats its numbers");
  }

  @ParameterizedTest
  @CsvSource({"module.pth", "traced.pt"})
  void namesTheTensorsOfAWholeModuleAsItsStateDictWould(String file) {
    TensorSource source = Checkpoints.open(resource(file));

    assertThat(source.names())
        .containsExactlyInAnyOrder(
            "blocks.0.linear.weight",
            "blocks.0.linear.bias",
            "blocks.0.count",
            "blocks.1.linear.weight",
            "blocks.1.linear.bias",
            "blocks.1.count",
            "scale");
    assertThat(values(source, "blocks.1.linear.weight")).containsExactly(SIX);
    assertThat(values(source, "blocks.0.count")).containsExactly(7);
    assertThat(values(source, "scale")).containsExactly(0.25f);
  }

  @Test
  void joinsShards() {
    List<TensorSource> parts =
        List.of(
            Checkpoints.open(resource("model-00001-of-00002.bin")),
            Checkpoints.open(resource("model-00002-of-00002.bin")));

    TensorSource whole = Shards.of(parts, "model.bin.index.json");

    assertState(whole);
    assertThat(whole.origin()).isEqualTo("model.bin.index.json");
    List<TensorSource> twice = List.of(parts.get(0), parts.get(0));
    assertThatThrownBy(() -> Shards.of(twice, "twice"))
        .hasMessageContaining("is in more than one shard");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "version https://git-lfs.github.com/spec/v1 | git lfs pull",
        "<!DOCTYPE html><html> | it is a web page",
        "'' | it is empty",
        "hello | neither safetensors nor a file of PyTorch's"
      })
  void saysWhatAForeignFileIs(String content, String message) throws IOException {
    Path file = folder.resolve("model.bin");
    Files.writeString(file, content, StandardCharsets.UTF_8);

    assertThatThrownBy(() -> Checkpoints.open(file))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining(message)
        .hasMessageContaining(file.toString());
  }

  @Test
  void saysThatThereIsNoSuchFile() {
    assertThatThrownBy(() -> Checkpoints.open(folder.resolve("none.pth")))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("no such file");
    assertThatThrownBy(() -> Checkpoints.open(folder))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("it is a folder");
  }
}
