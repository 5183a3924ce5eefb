package dev.triptych.worker.store.folder;

import dev.triptych.worker.errors.StorageFailures;
import dev.triptych.worker.store.PairedStore;
import dev.triptych.worker.store.StoreLayout;
import dev.triptych.worker.store.files.AtomicFiles;
import dev.triptych.worker.store.files.Folders;
import dev.triptych.worker.store.files.GuardedFiles;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A store in a folder. Everything is written to a temporary file and renamed. Several processes may
 * use one folder; {@link FolderLock} keeps those apart that must not.
 */
public final class FolderStore extends PairedStore {
  private final Path root;

  private FolderStore(Path root, AtomicFiles files) {
    this(root, files, new GuardedFiles(files, root.resolve(StoreLayout.PRIVATE).resolve("append")));
  }

  private FolderStore(Path root, AtomicFiles files, GuardedFiles guarded) {
    super(new FolderBlobs(root, files, guarded), new FolderDocuments(root, files, guarded));
    this.root = root;
  }

  /**
   * Opens the store, makes the folder if need be, and removes what interrupted writers left.
   *
   * @throws dev.triptych.worker.errors.TriptychException.StorageUnwritable if that cannot be done
   */
  public static FolderStore open(Path folder) {
    Path root = absolute(folder);
    Path own = root.resolve(StoreLayout.PRIVATE);
    AtomicFiles files = new AtomicFiles(own.resolve("tmp"));
    try {
      Folders.make(own);
      files.prepare();
    } catch (IOException e) {
      throw StorageFailures.writing(root, e);
    }
    return new FolderStore(root, files);
  }

  /** Dots are taken out of the path, except where they may lead out of a link's target. */
  private static Path absolute(Path root) {
    Path absolute = root.toAbsolutePath();
    for (Path part : absolute) {
      if (part.toString().equals("..")) {
        return absolute;
      }
    }
    return absolute.normalize();
  }

  /** The folder itself. */
  @Override
  public Path local() {
    return root;
  }
}
