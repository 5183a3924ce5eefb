package dev.triptych.worker.store.folder;

import dev.triptych.worker.errors.StorageFailures;
import dev.triptych.worker.store.DocumentStore;
import dev.triptych.worker.store.StoreLayout;
import dev.triptych.worker.store.StoredObject;
import dev.triptych.worker.store.files.AtomicFiles;
import dev.triptych.worker.store.files.Folders;
import dev.triptych.worker.store.files.GuardedFiles;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The documents of a folder, on the disk when a write returns. */
final class FolderDocuments implements DocumentStore {
  private final Path root;
  private final AtomicFiles files;
  private final GuardedFiles guarded;

  FolderDocuments(Path root, AtomicFiles files, GuardedFiles guarded) {
    this.root = root;
    this.files = files;
    this.guarded = guarded;
  }

  /** What changes the file {@code target}. */
  private interface Change<T> {
    T to(Path target) throws IOException;
  }

  private <T> T change(String name, Change<T> change) {
    Path target = path(name);
    try {
      return change.to(target);
    } catch (IOException e) {
      throw StorageFailures.writing(target, e);
    }
  }

  private void overwrite(String name, AtomicFiles.Content content) {
    change(
        name,
        target -> {
          files.writeForced(target, content);
          return true;
        });
  }

  @Override
  public void write(String name, byte[] content) {
    overwrite(name, temporary -> Files.write(temporary, content));
  }

  @Override
  public void write(String name, Path file) {
    overwrite(name, temporary -> Files.copy(file, temporary));
  }

  @Override
  public boolean create(String name, byte[] content) {
    return change(
        name, target -> files.createForced(target, temporary -> Files.write(temporary, content)));
  }

  @Override
  public boolean replace(String name, byte[] expected, byte[] content) {
    return change(
        name,
        target ->
            guarded.replaceForced(target, expected, temporary -> Files.write(temporary, content)));
  }

  @Override
  public boolean delete(String name, byte[] expected) {
    return change(name, target -> guarded.delete(target, expected));
  }

  @Override
  public void delete(String name) {
    change(name, Files::deleteIfExists);
  }

  @Override
  public void append(String name, byte[] lines) {
    change(
        name,
        target -> {
          guarded.append(target, lines);
          return true;
        });
  }

  @Override
  public Optional<byte[]> read(String name) {
    Path path = path(name);
    try {
      return Optional.of(Files.readAllBytes(path));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw StorageFailures.reading(path, e);
    }
  }

  @Override
  public Optional<byte[]> take(String name) {
    return read(name).filter(content -> renewed(path(name), content));
  }

  private boolean renewed(Path path, byte[] content) {
    try {
      return guarded.renew(path);
    } catch (FileSystemException e) {
      return replace(name(path), content, content); // another user's: this one's takes its place
    } catch (IOException e) {
      throw StorageFailures.writing(path, e);
    }
  }

  @Override
  public boolean deleteUnused(String name, Instant before) {
    Path target = root.resolve(StoreLayout.removable(name));
    try {
      return guarded.deleteUnused(target, before);
    } catch (IOException e) {
      throw StorageFailures.writing(target, e);
    }
  }

  @Override
  public boolean fetch(String name, Path target) {
    Path path = path(name);
    try {
      Folders.make(AtomicFiles.parent(target));
      Files.copy(path, target, StandardCopyOption.REPLACE_EXISTING);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw StorageFailures.reading(path, e);
    }
  }

  @Override
  public List<String> list(String prefix) {
    List<String> names = new ArrayList<>();
    scan(prefix, object -> names.add(object.name()));
    return names.stream().sorted().toList();
  }

  @Override
  public void scan(String prefix, Consumer<StoredObject> visitor) {
    boolean aside = prefix.equals(StoreLayout.ASIDE);
    int folder = prefix.lastIndexOf('/');
    if (folder >= 0 && !aside && !StoreLayout.valid(prefix.substring(0, folder))) {
      return;
    }
    Path start = folder < 0 ? root : root.resolve(prefix.substring(0, folder));
    if (!Files.isDirectory(start)) {
      return;
    }
    try {
      Folders.visit(
          start,
          Integer.MAX_VALUE,
          (file, attributes) -> {
            String name = name(file);
            // A user may have put anything there.
            if (name.startsWith(prefix) && (aside || StoreLayout.valid(name))) {
              Instant used = attributes.lastModifiedTime().toInstant();
              visitor.accept(new StoredObject(name, attributes.size(), used));
            }
          });
    } catch (IOException e) {
      throw StorageFailures.reading(start, e);
    }
  }

  @Override
  public String place(String name) {
    return path(name).toString();
  }

  private String name(Path file) {
    return root.relativize(file).toString().replace(File.separatorChar, '/');
  }

  private Path path(String name) {
    return root.resolve(StoreLayout.checked(name));
  }
}
