package dev.triptych.worker.errors;

import dev.triptych.worker.errors.TriptychException.StorageFull;
import dev.triptych.worker.errors.TriptychException.StorageUnreadable;
import dev.triptych.worker.errors.TriptychException.StorageUnwritable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Tells a full disk from a locked door. */
public final class StorageFailures {
  // Java has no type for it; these are the words of Linux and macOS, of quotas, and of Windows.
  private static final List<String> FULL =
      List.of("no space left on device", "disk quota exceeded", "not enough space on the disk");

  private StorageFailures() {}

  /** Why {@code path} could not be written. */
  public static TriptychException writing(Path path, IOException e) {
    return full(e)
        ? new StorageFull(path.toString(), e)
        : new StorageUnwritable(path.toString(), reason(e), e);
  }

  /** Why {@code path} could not be read. */
  public static TriptychException reading(Path path, IOException e) {
    return new StorageUnreadable(path.toString(), reason(e), lasting(path, e), e);
  }

  /** A disk may answer at the next attempt; a locked door, or a folder in a file's place, stays. */
  private static boolean lasting(Path path, IOException e) {
    return e instanceof AccessDeniedException || Files.isDirectory(path);
  }

  /** Whether a write failed for want of room. */
  static boolean full(IOException e) {
    String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    return FULL.stream().anyMatch(message::contains);
  }

  /** The file that a failure is about, if it tells. */
  static Optional<String> file(IOException e) {
    return e instanceof FileSystemException f ? Optional.ofNullable(f.getFile()) : Optional.empty();
  }

  /** Why, in a few words without the file's name. */
  static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof FileAlreadyExistsException) {
      return "a file is in the folder's place";
    }
    if (e instanceof NoSuchFileException) {
      return "it is not there"; // Java's message would only name it
    }
    if (e instanceof FileSystemException f && f.getReason() != null) {
      return f.getReason();
    }
    return String.valueOf(e.getMessage());
  }
}
