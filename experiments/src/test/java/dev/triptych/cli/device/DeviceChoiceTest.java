package dev.triptych.cli.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import dev.triptych.cli.console.UserError;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeviceChoiceTest {
  private static final List<Device> TWO = List.of(Device.gpu(0), Device.gpu(1));

  private static List<Device> choose(List<Device> gpus, String... names) {
    return new DeviceChoice(() -> gpus).of(List.of(names), "--device");
  }

  @Test
  void takesAllGpusByItself() {
    assertThat(choose(TWO, "auto")).isEqualTo(TWO);
  }

  @Test
  void takesTheProcessorWhereNoGpuIs() {
    assertThat(choose(List.of(), "auto")).containsExactly(Device.cpu());
  }

  @Test
  void takesGpusByTheirNumbersAndEachOnce() {
    assertThat(choose(TWO, "cuda:1")).containsExactly(Device.gpu(1));
    assertThat(choose(TWO, " CUDA ", "cuda:0", "cuda:1")).isEqualTo(TWO);
  }

  @Test
  void doesNotAskTheEngineForTheProcessor() {
    DeviceChoice choice =
        new DeviceChoice(
            () -> {
              throw new AssertionError("asks");
            });
    assertThat(choice.of(List.of("cpu"), "--device")).containsExactly(Device.cpu());
  }

  @Test
  void saysWhatIsThereInsteadOfAnAbsentGpu() {
    assertThatThrownBy(() -> choose(TWO, "cuda:2"))
        .isInstanceOf(UserError.class)
        .hasMessage("--device asks for cuda:2, but PyTorch here sees only cuda:0, cuda:1.");
    assertThatThrownBy(() -> choose(List.of(), "cuda"))
        .hasMessageContaining("asks for cuda:0, but PyTorch here sees no GPU")
        .hasMessageContaining("triptych doctor");
  }

  @Test
  void refusesOtherNamesAndMixtures() {
    assertThatThrownBy(() -> choose(TWO, "gpu0"))
        .hasMessage(
            "--device must be cpu, cuda:N or auto, or several with commas, but is \"gpu0\"");
    assertThatThrownBy(() -> choose(TWO, "")).hasMessageContaining("but is \"\"");
    assertThatThrownBy(() -> choose(TWO, "cpu", "cuda:0"))
        .hasMessageContaining("the processor beside a GPU");
  }
}
