package dev.triptych.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class LaunchOptionsTest {
  private static final List<Device> TWO = List.of(Device.gpu(0), Device.gpu(1));

  private static List<Device> places(List<Device> devices, String... arguments) {
    return CommandLine.populateCommand(new LaunchOptions(), arguments).places(devices);
  }

  @Test
  void gpusHaveOneSlotEach() {
    assertThat(places(TWO)).isEqualTo(TWO);
  }

  @Test
  void moreSlotsShareTheGpusEvenly() {
    assertThat(places(TWO, "--slots", "3"))
        .containsExactly(Device.gpu(0), Device.gpu(1), Device.gpu(0));
  }

  @Test
  void theProcessorHasAsManySlotsAsAreAskedFor() {
    assertThat(places(List.of(Device.cpu()), "--slots", "2"))
        .containsExactly(Device.cpu(), Device.cpu());
  }
}
