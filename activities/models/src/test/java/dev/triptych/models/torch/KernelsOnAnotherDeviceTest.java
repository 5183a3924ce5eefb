package dev.triptych.models.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs every kernel, and the Java between kernels, on libtorch's {@code meta} device. Most
 * operators refuse a tensor of the CPU there as they would on a GPU; those that do not are left to
 * {@link FactoryCallsTest}.
 */
class KernelsOnAnotherDeviceTest {
  @TestFactory
  Stream<DynamicTest> keepsResultsWhereInputsAre() throws ReflectiveOperationException {
    Map<String, Consumer<NDManager>> runs = runs();
    return KernelSources.own().stream()
        .map(file -> file.getParent().getFileName() + "/" + file.getFileName())
        .map(name -> DynamicTest.dynamicTest(name, () -> run(runs, name)));
  }

  private static void run(Map<String, Consumer<NDManager>> runs, String name) {
    assertThat(runs).as("a run of the kernels in each file").containsKey(name);
    try (NDManager host = Torch.newManager();
        NDManager elsewhere = elsewhere(host)) {
      runs.get(name).accept(elsewhere);
    }
  }

  @Test
  void refusesAMixtureOfDevices() {
    try (NDManager host = Torch.newManager();
        NDManager elsewhere = elsewhere(host)) {
      NDArray here = host.ones(new Shape(2, 3));
      NDArray there = elsewhere.ones(new Shape(2, 3));
      assertThatThrownBy(() -> there.add(here)).isInstanceOf(EngineException.class);
    }
  }

  private static NDManager elsewhere(NDManager host) {
    return host.newSubManager(Device.of(NetworkRuns.META, -1));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Consumer<NDManager>> runs() throws ReflectiveOperationException {
    Class<?> type = new ShapesOnlyLoader().loadClass(NetworkRuns.class.getName());
    Object runs = type.getDeclaredConstructor().newInstance();
    return ((Supplier<Map<String, Consumer<NDManager>>>) runs).get();
  }
}
