package dev.triptych.worker.store.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triptych.worker.errors.TriptychException.FolderInUse;
import dev.triptych.worker.host.Host;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {
  @TempDir Path folder;

  /** Takes the lock, says so and keeps it until it is killed. */
  public static final class Holder {
    public static void main(String[] args) throws IOException {
      FolderLock.acquire(Path.of(args[0]));
      System.out.println("held");
      System.in.read();
    }
  }

  @Test
  void refusesASecondOwnerInTheSameProcess() {
    try (FolderLock lock = FolderLock.acquire(folder)) {
      assertThatThrownBy(() -> FolderLock.acquire(folder))
          .isInstanceOf(FolderInUse.class)
          .hasMessageContaining("pid " + Host.pid());
    }
    FolderLock.acquire(folder).close();
  }

  @Test
  void namesTheOtherProcessAndIsFreeOnceThatIsKilled() throws Exception {
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader said = holder.inputReader()) {
      assertThat(said.readLine()).isEqualTo("held");

      assertThatThrownBy(() -> FolderLock.acquire(folder))
          .isInstanceOf(FolderInUse.class)
          .hasMessageContaining("pid " + holder.pid())
          .hasMessageContaining(folder.toString());
    } finally {
      holder.destroyForcibly().waitFor();
    }
    FolderLock.acquire(folder).close();
  }
}
