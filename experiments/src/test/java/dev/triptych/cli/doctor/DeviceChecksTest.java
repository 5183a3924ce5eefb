package dev.triptych.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import dev.triptych.cli.doctor.Finding.Level;
import dev.triptych.worker.host.NvidiaGpus;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeviceChecksTest {
  private static final String A100 = "NVIDIA A100, 535.104.05, 81920, 80000";

  private static DeviceChecks checks(Map<String, String> environment, String... told) {
    return new DeviceChecks(
        new NvidiaGpus(Path.of("absent"), command -> List.of(told)), environment);
  }

  @Test
  void failsWhereTheMachineHasAGpuThatPyTorchDoesNotSee() {
    assertThat(checks(Map.of(), A100).gap(0))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.level()).isEqualTo(Level.FAIL);
              assertThat(finding.said())
                  .contains("an NVIDIA GPU", "NVIDIA A100, driver 535.104.05");
              assertThat(finding.mend()).contains("make gpu");
            });
  }

  @Test
  void isContentWithASeenGpuWithNoneAndWithOneThatIsNotWanted() {
    assertThat(checks(Map.of(), A100).gap(1)).isEmpty();
    assertThat(checks(Map.of()).gap(0)).isEmpty();
    assertThat(checks(Map.of("TRIPTYCH_GPU", "off"), A100).gap(0)).isEmpty();
  }

  @Test
  void showsDriverMemoryAndTheKernelsDifference() {
    Finding finding = checks(Map.of(), A100).device(Device.gpu(0), device -> 3e-7);
    assertThat(finding.level()).isEqualTo(Level.OK);
    assertThat(finding.what()).isEqualTo("device cuda:0");
    assertThat(finding.said()).contains("NVIDIA A100, driver 535.104.05", "free", "3e-07");
  }

  @Test
  void failsADeviceThatComputesSomethingElseOrNothing() {
    assertThat(checks(Map.of()).device(Device.gpu(0), device -> 0.5).level()).isEqualTo(Level.FAIL);
    assertThat(checks(Map.of()).device(Device.gpu(0), device -> Double.NaN).level())
        .isEqualTo(Level.FAIL);
    Finding broken =
        checks(Map.of())
            .device(
                Device.gpu(0),
                device -> {
                  throw new EngineException("CUDA driver is insufficient\nat line 3");
                });
    assertThat(broken.said()).isEqualTo("a kernel fails: CUDA driver is insufficient");
  }

  @Test
  void runsAKernelOnTheProcessor() {
    List<Finding> findings = checks(Map.of()).look(() -> List.of(Device.cpu()));
    assertThat(findings).extracting(Finding::what).containsExactly("pytorch", "device cpu");
    assertThat(findings).extracting(Finding::level).containsOnly(Level.OK);
  }
}
