package dev.triptych.models.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TensorDictTest {
  private static final Kernels KERNELS = Kernels.of(TensorDictTest.class, "named.py");

  private static NDArray evaluate(NDManager manager, TensorDict line) {
    return KERNELS.call("line", manager.create(new float[] {1, 2}), line);
  }

  @Test
  void givesAKernelItsTensorsByName() {
    try (NDManager manager = Torch.newManager()) {
      NDArray slope = manager.create(3f);
      NDArray offset = manager.create(10f);
      assertThat(evaluate(manager, TensorDict.of(Map.of("slope", slope))).toFloatArray())
          .containsExactly(3, 6);
      assertThat(
              evaluate(manager, TensorDict.of(Map.of("offset", offset, "slope", slope)))
                  .toFloatArray())
          .containsExactly(13, 16);
    }
  }

  @Test
  void namesATensorThatIsMissing() {
    try (NDManager manager = Torch.newManager()) {
      TensorDict line = TensorDict.of(Map.of("tilt", manager.create(3f)));
      assertThatThrownBy(() -> evaluate(manager, line))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("slope");
    }
  }

  @Test
  void sharesValuesAndGradientsWithItsTensors() {
    try (NDManager manager = Torch.newManager()) {
      NDArray slope = manager.create(3f);
      TensorDict line = TensorDict.of(Map.of("slope", slope));
      Autograd.overwrite(slope, manager.create(5f));
      assertThat(evaluate(manager, line).toFloatArray()).containsExactly(5, 10);
      slope.setRequiresGradient(true);
      Autograd.backward(() -> evaluate(manager, line).sum());
      assertThat(Autograd.gradient(slope, manager).getFloat()).isEqualTo(3);
    }
  }

  @Test
  void ownsNoArrayOfItsOwn() {
    try (NDManager manager = Torch.newManager()) {
      NDArray slope = manager.create(3f);
      TensorDict.of(Map.of("slope", slope));
      assertThat(manager.getManagedArrays()).containsExactly(slope);
    }
  }

  @Test
  void refusesToBeEmpty() {
    assertThatThrownBy(() -> TensorDict.of(Map.of())).isInstanceOf(IllegalArgumentException.class);
  }
}
