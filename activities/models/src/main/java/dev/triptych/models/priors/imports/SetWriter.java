package dev.triptych.models.priors.imports;

import dev.triptych.models.clip.Vocabulary;
import dev.triptych.models.priors.PriorManifest;
import dev.triptych.models.priors.Sha256;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Writes a set's folder so that whoever looks, at any moment, finds the old set or the new one:
 * files have names of their own content, the manifest changes in one move, and only then what
 * nobody names any more is removed.
 */
final class SetWriter {
  private static final String DRAFT = ".part";
  private static final Pattern OURS =
      Pattern.compile("[a-z0-9]+-[0-9a-f]{12}\\.[a-z]+|[a-z0-9.-]+\\.part|unfinished\\.json");

  private final Path folder;

  SetWriter(Path folder) {
    this.folder = folder;
  }

  /** Writes the content of a file. */
  @FunctionalInterface
  interface Content {
    void write(OutputStream out) throws IOException;
  }

  /**
   * @param ending of the file's name
   */
  PriorManifest.Entry write(String role, String ending, Content content) throws IOException {
    Files.createDirectories(folder);
    Path draft = folder.resolve(role + DRAFT);
    MessageDigest digest = Sha256.begin();
    try {
      try (OutputStream out =
          new DigestOutputStream(
              new BufferedOutputStream(Files.newOutputStream(draft), 1 << 16), digest)) {
        content.write(out);
      }
      sync(draft);
      String sha256 = Sha256.of(digest);
      String name = role + "-" + sha256.substring(0, 12) + "." + ending;
      PriorManifest.Entry entry = new PriorManifest.Entry(name, sha256, Files.size(draft));
      Files.move(draft, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
      return entry;
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /** Writes both files of a vocabulary; by role. */
  Map<String, PriorManifest.Entry> write(Vocabulary vocabulary) throws IOException {
    return Map.of(
        "vocab", write("vocab", "json", vocabulary::writeVocab),
        "merges", write("merges", "txt", vocabulary::writeMerges));
  }

  /** Writes a small text in one move. */
  void replace(String name, String text) throws IOException {
    Files.createDirectories(folder);
    Path draft = folder.resolve(name + DRAFT);
    try {
      Files.write(draft, text.getBytes(StandardCharsets.UTF_8));
      sync(draft);
      Files.move(draft, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /**
   * Removes what earlier imports left, whole or not, and files of the manifest before.
   *
   * @param kept paths that the manifest of now names
   * @param before paths that the one before named
   */
  void clean(Collection<String> kept, Collection<String> before) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    Set<String> gone = new HashSet<>(before);
    try (Stream<Path> files = Files.list(folder)) {
      files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> OURS.matcher(name).matches())
          .forEach(gone::add);
    }
    gone.removeAll(kept);
    for (String path : List.copyOf(gone)) {
      Files.deleteIfExists(folder.resolve(path));
    }
  }

  /** What was written survives a loss of power before anything refers to it. */
  private static void sync(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }
}
