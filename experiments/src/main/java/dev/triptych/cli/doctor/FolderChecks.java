package dev.triptych.cli.doctor;

import dev.triptych.cli.console.Words;
import dev.triptych.worker.errors.TriptychException;
import dev.triptych.worker.store.folder.FolderLock;
import dev.triptych.worker.store.folder.FolderStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Checks of the data folder. */
final class FolderChecks {
  private static final long ENOUGH = 1_000_000_000L; // a run keeps some 50 MB a portrait

  private FolderChecks() {}

  static List<Finding> look(Path data) {
    return List.of(writable(data), use(data));
  }

  private static Finding writable(Path data) {
    try {
      FolderStore store = FolderStore.open(data);
      String probe = "doctor/probe";
      store.write(probe, "probe".getBytes(StandardCharsets.UTF_8));
      store.delete(probe);
      Files.deleteIfExists(store.local().resolve("doctor"));
      long free = Files.getFileStore(store.local()).getUsableSpace();
      String said = store.local() + ", " + Words.bytes(free) + " free";
      return free >= ENOUGH
          ? Finding.ok("data folder", said)
          : Finding.warn("data folder", said, "Free some room, or choose another --data DIR.");
    } catch (TriptychException e) {
      return Finding.fail("data folder", e);
    } catch (IOException e) {
      return Finding.fail(
          "data folder", data + ": " + e.getMessage(), "Choose another folder with --data DIR.");
    }
  }

  private static Finding use(Path data) {
    try (FolderLock lock = FolderLock.acquire(data)) {
      return Finding.ok("other processes", "no other process uses the data folder");
    } catch (TriptychException e) {
      return Finding.warn("other processes", e.what() + ": " + e.where(), e.mend());
    }
  }
}
