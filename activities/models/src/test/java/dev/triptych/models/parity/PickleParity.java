package dev.triptych.models.parity;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.triptych.models.checkpoints.Eg3dCheckpoint;
import dev.triptych.models.formula.ParityFormula;
import dev.triptych.models.weights.TensorSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/** The tensors of a generator that EG3D's own code has pickled. */
final class PickleParity implements ParityCheck {
  private static final ParityFormula FORMULA = new ParityFormula("");

  @Override
  public boolean serves(Fixture fixture) {
    return fixture.name().equals("eg3d_tiny.pkl.gz");
  }

  @Override
  public String network(Fixture fixture) {
    return "EG3D's pickle";
  }

  @Override
  public void check(Fixture fixture, NDManager manager) throws IOException {
    Path pickle = Files.createTempFile("eg3d", ".pkl");
    try {
      try (InputStream packed = new GZIPInputStream(Files.newInputStream(fixture.file()))) {
        Files.copy(packed, pickle, StandardCopyOption.REPLACE_EXISTING);
      }
      compare(Eg3dCheckpoint.open(pickle).tensors(), manager);
    } finally {
      Files.delete(pickle);
    }
  }

  private static void compare(TensorSource tensors, NDManager manager) {
    assertThat(tensors.names()).hasSizeGreaterThan(100);
    for (String name : tensors.names()) {
      try (NDArray tensor = tensors.read(name, manager)) {
        float[] values = tensor.toFloatArray();
        float[] expected =
            name.endsWith("noise_const")
                ? new float[values.length]
                : FORMULA.values(name, values.length, 0.5, 0);
        assertThat(Arrays.mismatch(values, expected)).as(name).isEqualTo(-1);
      }
    }
  }
}
