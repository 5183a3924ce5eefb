package dev.triptych.models.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;

class MemoryExhaustedExceptionTest {
  private static MemoryExhaustedException read(String words) {
    return MemoryExhaustedException.of(new EngineException(words)).orElseThrow();
  }

  @Test
  void readsWhatAGpuSays() {
    MemoryExhaustedException exhausted =
        read(
            "CUDA out of memory. Tried to allocate 2.00 GiB. GPU 1 has a total capacity of 79.11"
                + " GiB of which 1.02 GiB is free. Including non-PyTorch memory, this process has"
                + " 78.08 GiB memory in use.");
    assertThat(exhausted.asked()).isEqualTo("2.00 GiB");
    assertThat(exhausted.free()).isEqualTo("1.02 GiB of 79.11 GiB are free on cuda:1");
  }

  @Test
  void readsWhatTheProcessorsAllocatorSays() {
    MemoryExhaustedException exhausted =
        read(
            "[enforce fail at alloc_cpu.cpp:117] err == 0. DefaultCPUAllocator: can't allocate"
                + " memory: you tried to allocate 34359738368 bytes. Error code 12 (Cannot allocate"
                + " memory)");
    assertThat(exhausted.asked()).isEqualTo("32.00 GiB");
    assertThat(exhausted.free()).isNull();
  }

  @Test
  void leavesOtherFailuresAsTheyAre() {
    EngineException other = new EngineException("Expected all tensors to be on the same device");
    assertThat(MemoryExhaustedException.of(other)).isEmpty();
    assertThat(MemoryExhaustedException.in("x", other)).isSameAs(other);
  }

  @Test
  void namesTheKernelThatAskedForTooMuch() {
    Kernels kernels = Kernels.of(DeviceProbe.class, "probe.py");
    try (NDManager manager = Torch.newManager();
        NDArray one = manager.ones(new Shape(1, 1, 1, 1));
        NDArray weight = manager.ones(new Shape(1, 1, 3, 3));
        NDArray wide = one.broadcast(1, 1, 1L << 25, 1L << 25)) { // 4 PiB, of which none is there
      assertThatThrownBy(() -> kernels.call("probe", wide, weight))
          .isInstanceOfSatisfying(
              MemoryExhaustedException.class,
              e -> {
                assertThat(e.network()).isEqualTo("the kernel probe of torch");
                assertThat(e.asked()).endsWith(" GiB");
              });
    }
  }
}
