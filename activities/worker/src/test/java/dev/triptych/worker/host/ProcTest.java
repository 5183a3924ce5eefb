package dev.triptych.worker.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProcTest {
  @BeforeEach
  void onLinuxOnly() {
    assumeTrue(Files.isReadable(Path.of("/proc/self/status")));
  }

  @Test
  void tellsAmountsInBytes() {
    assertThat(Proc.bytes("self/status", "VmRSS").orElse(0)).isBetween(1e6, 1e12);
    assertThat(Proc.bytes("meminfo", "MemTotal").orElse(0)).isBetween(1e8, 1e15);
  }

  @Test
  void tellsValuesAsTheyAre() {
    assertThat(Proc.value("self/status", "Pid")).hasValue("" + ProcessHandle.current().pid());
  }

  @Test
  void tellsNothingOfWhatIsNotThere() {
    assertThat(Proc.bytes("self/status", "Pid")).isEmpty(); // a number, but no amount
    assertThat(Proc.bytes("self/status", "VmR")).isEmpty();
    assertThat(Proc.value("no/such/file", "Pid")).isEmpty();
  }
}
