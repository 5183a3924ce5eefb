package dev.triptych.worker.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NvidiaGpusTest {
  @TempDir private Path root;

  private int count(String... printed) {
    return new NvidiaGpus(root, command -> List.of(printed)).count();
  }

  @Test
  void countsWhatTheDriverLists() throws IOException {
    Files.createDirectories(root.resolve("proc/driver/nvidia/gpus/0000:3b:00.0"));
    Files.createDirectories(root.resolve("proc/driver/nvidia/gpus/0000:86:00.0"));
    assertThat(count()).isEqualTo(2);
  }

  @Test
  void countsDeviceFilesButNotTheDriversOwn() throws IOException {
    Files.createDirectories(root.resolve("dev"));
    for (String name : List.of("nvidia0", "nvidiactl", "nvidia-uvm", "null")) {
      Files.createFile(root.resolve("dev").resolve(name));
    }
    assertThat(count()).isEqualTo(1);
  }

  @Test
  void asksTheDriversToolWhereThereAreNoFiles() {
    assertThat(count("NVIDIA A100-SXM4-80GB, 535.104.05, 81920, 80000")).isEqualTo(1);
    assertThat(count()).isZero();
  }

  @Test
  void readsWhatTheToolTells() {
    List<String> printed = List.of("NVIDIA A100, 535.104.05, 81920, 1024", "GB10, 580.1, [N/A], 7");
    assertThat(new NvidiaGpus(root, command -> printed).described())
        .containsExactly(
            new NvidiaGpus.Gpu("NVIDIA A100", "535.104.05", 81920L << 20, 1024L << 20),
            new NvidiaGpus.Gpu("GB10", "580.1", 0, 7L << 20));
  }

  @Test
  void aMissingProgramPrintsNothing() {
    assertThat(ShortCommand.lines(List.of(root.resolve("absent").toString()))).isEmpty();
    assertThat(ShortCommand.lines(List.of("false"))).isEmpty();
    assertThat(ShortCommand.lines(List.of("echo", "one"))).containsExactly("one");
  }
}
