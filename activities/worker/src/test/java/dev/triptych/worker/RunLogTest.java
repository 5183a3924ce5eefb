package dev.triptych.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class RunLogTest {
  @Test
  void takesWhatIsLoggedWhileItIsOpen(@TempDir Path folder) {
    Path file = folder.resolve("runs/a/run.log");
    try (RunLog log = RunLog.open(file)) {
      LoggerFactory.getLogger(RunLogTest.class).info("a step began");
      LoggerFactory.getLogger("io.temporal.worker").warn("a poll failed");
    }
    LoggerFactory.getLogger(RunLogTest.class).info("nobody listens");

    assertThat(file)
        .content()
        .contains("a step began", "a poll failed")
        .doesNotContain("nobody listens");
  }
}
