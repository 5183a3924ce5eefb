package dev.triptych.models.torch;

import java.nio.file.Path;

/** PyTorch's native library cannot be unpacked or loaded; the cause says why. */
public final class NativeLibraryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String folder;

  public NativeLibraryException(Path folder, Throwable cause) {
    super("PyTorch's native library cannot be loaded from " + folder, cause);
    this.folder = folder.toString();
  }

  /** Where the library is unpacked to. */
  public String folder() {
    return folder;
  }
}
