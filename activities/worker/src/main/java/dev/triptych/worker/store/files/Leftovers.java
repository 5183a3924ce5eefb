package dev.triptych.worker.store.files;

import dev.triptych.worker.host.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Temporary files and folders that name their owner, {@code <host>~<pid>~<uuid>}, so that a dead
 * one's can be removed.
 */
public final class Leftovers {
  private static final Pattern NAME = Pattern.compile("(.*)~(\\d+)~[^~]*");
  private static final Duration STALE = Duration.ofDays(1); // longer than any single write

  private Leftovers() {}

  /** A name for something that this process will remove. */
  public static String newName() {
    return Host.name() + "~" + Host.pid() + "~" + UUID.randomUUID();
  }

  /** Removes what dead processes left in {@code folder}, if there is such a folder. */
  static void sweep(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    List<Path> dead;
    try (Stream<Path> left = Files.list(folder)) {
      dead = left.filter(Leftovers::abandoned).toList();
    }
    for (Path path : dead) {
      Folders.remove(path);
    }
  }

  private static boolean abandoned(Path path) {
    Matcher name = NAME.matcher(path.getFileName().toString());
    if (name.matches() && name.group(1).equals(Host.name())) {
      return Host.gone(name.group(1), Long.parseLong(name.group(2)));
    }
    // Another machine's process cannot be asked.
    return path.toFile().lastModified() < Instant.now().minus(STALE).toEpochMilli();
  }
}
