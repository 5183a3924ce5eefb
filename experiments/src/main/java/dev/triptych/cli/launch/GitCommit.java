package dev.triptych.cli.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The commit that is checked out around a file, read from Git's own files. */
final class GitCommit {
  private static final String COMMIT = "[0-9a-f]{40}|[0-9a-f]{64}";
  private static final String REFERENCE = "ref: ";
  private static final String WORKTREE = "gitdir: ";

  private GitCommit() {}

  /** Empty outside a repository and before its first commit. */
  static Optional<String> around(Path file) {
    try {
      Path folder = file.toAbsolutePath().normalize().getParent();
      while (folder != null && !Files.exists(folder.resolve(".git"))) {
        folder = folder.getParent();
      }
      return folder == null ? Optional.empty() : head(repository(folder.resolve(".git")));
    } catch (IOException e) {
      return Optional.empty(); // an odd repository is no reason not to run
    }
  }

  /** A linked working tree has a file in the folder's place. */
  private static Path repository(Path git) throws IOException {
    if (Files.isDirectory(git)) {
      return git;
    }
    String line = Files.readString(git).strip();
    return git.resolveSibling(line.substring(line.startsWith(WORKTREE) ? WORKTREE.length() : 0));
  }

  private static Optional<String> head(Path repository) throws IOException {
    String head = Files.readString(repository.resolve("HEAD")).strip();
    if (!head.startsWith(REFERENCE)) {
      return Optional.of(head).filter(text -> text.matches(COMMIT));
    }
    String branch = head.substring(REFERENCE.length());
    Path common = repository.resolve("commondir");
    Path shared =
        Files.exists(common) ? repository.resolve(Files.readString(common).strip()) : repository;
    Path loose = shared.resolve(branch);
    if (Files.exists(loose)) {
      return Optional.of(Files.readString(loose).strip()).filter(text -> text.matches(COMMIT));
    }
    Path packed = shared.resolve("packed-refs");
    List<String> lines = Files.exists(packed) ? Files.readAllLines(packed) : List.of();
    return lines.stream()
        .filter(line -> line.endsWith(" " + branch))
        .map(line -> line.substring(0, line.indexOf(' ')))
        .filter(text -> text.matches(COMMIT))
        .findFirst();
  }
}
