package dev.triptych.worker.store.files;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Folders as users lay them out: any of them may be a symbolic link to another place. */
public final class Folders {
  private Folders() {}

  /** Makes {@code folder} and those above it, unless there is a folder or a link to one. */
  public static void make(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) { // createDirectories refuses a link before Java 20
      Files.createDirectories(folder);
    }
  }

  /** Removes a file, or a folder with all that is in it; of a link only the link itself. */
  public static void remove(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    List<Path> deepestFirst;
    try (Stream<Path> tree = Files.walk(path)) {
      deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path part : deepestFirst) {
      Files.deleteIfExists(part);
    }
  }

  /**
   * Visits the files in {@code folder}, also behind links. Folders whose name begins with a dot are
   * left out; what disappears meanwhile, and a link back to a folder above it, are passed by.
   *
   * @param depth how far below {@code folder}; 1 for its own files alone
   */
  public static void visit(Path folder, int depth, BiConsumer<Path, BasicFileAttributes> visitor)
      throws IOException {
    Files.walkFileTree(
        folder,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        depth,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path inner, BasicFileAttributes attributes) {
            boolean hidden =
                !inner.equals(folder) && inner.getFileName().toString().startsWith(".");
            return hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()) {
              visitor.accept(file, attributes);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            return passed(e);
          }

          @Override
          public FileVisitResult postVisitDirectory(Path inner, @Nullable IOException e)
              throws IOException {
            return e == null ? FileVisitResult.CONTINUE : passed(e);
          }

          private FileVisitResult passed(IOException e) throws IOException {
            if (e instanceof NoSuchFileException || e instanceof FileSystemLoopException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }
        });
  }
}
