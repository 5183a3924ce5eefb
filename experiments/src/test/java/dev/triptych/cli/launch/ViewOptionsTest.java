package dev.triptych.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import dev.triptych.cli.temporal.Places;
import dev.triptych.workflows.experiment.Parallelism;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

class ViewOptionsTest {
  private static Parallelism parallelism(Device device, String... arguments) {
    return CommandLine.populateCommand(new ViewOptions(), arguments)
        .parallelism(new Places(List.of(device), false));
  }

  @Test
  void aGpuGetsSeveralViewsAtATimeAndTheProcessorOne() {
    assertThat(parallelism(Device.gpu(0)).viewsPerStep()).isEqualTo(8);
    assertThat(parallelism(Device.cpu()).viewsPerStep()).isNull();
    assertThat(parallelism(Device.gpu(0), "--views-per-step", "auto").viewsPerStep()).isEqualTo(8);
  }

  @Test
  void aNumberHoldsOnAnyDevice() {
    assertThat(parallelism(Device.cpu(), "--views-per-step", "4").viewsPerStep()).isEqualTo(4);
    assertThat(parallelism(Device.gpu(0), "--views-per-step", "1").viewsPerStep()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "65", "all", ""})
  void refusesWhatIsNoNumberOfViews(String value) {
    assertThatThrownBy(() -> parallelism(Device.cpu(), "--views-per-step", value))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining("--views-per-step")
        .hasMessageContaining("must be a whole number between 1 and 64, or auto, but is");
  }
}
