package dev.triptych.worker.store.folder;

import dev.triptych.worker.errors.StorageFailures;
import dev.triptych.worker.store.DocumentStore;
import dev.triptych.worker.store.StoreLayout;
import dev.triptych.worker.store.files.AtomicFiles;
import dev.triptych.worker.store.files.Folders;
import dev.triptych.worker.store.files.GuardedFiles;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The documents of a folder, on the disk when a write returns. */
final class FolderDocuments implements DocumentStore {
  private final Path root;
  private final AtomicFiles files;
  private final GuardedFiles guarded;

  FolderDocuments(Path root, AtomicFiles files) {
    this.root = root;
    this.files = files;
    this.guarded = new GuardedFiles(files, root.resolve(StoreLayout.PRIVATE).resolve("append"));
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
    int folder = prefix.lastIndexOf('/');
    if (folder >= 0 && !StoreLayout.valid(prefix.substring(0, folder))) {
      return List.of();
    }
    Path start = folder < 0 ? root : root.resolve(prefix.substring(0, folder));
    if (!Files.isDirectory(start)) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    try {
      Folders.visit(start, Integer.MAX_VALUE, (file, attributes) -> names.add(name(file)));
    } catch (IOException e) {
      throw StorageFailures.reading(start, e);
    }
    // A user may have put anything there.
    return names.stream()
        .filter(name -> name.startsWith(prefix) && StoreLayout.valid(name))
        .sorted()
        .toList();
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
