package dev.triptych.models.priors;

import dev.triptych.models.weights.Safetensors;
import dev.triptych.models.weights.WeightsException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the files of a prior set and compares them with what its manifest says of them.
 *
 * @param set its name
 * @param location for messages
 * @param folder null when the files are resources of the program
 * @param mend what a user can do about files that are not what they should be
 */
record PriorFiles(String set, String location, @Nullable Path folder, Supplier<String> mend) {
  private static final String TENSORS = ".safetensors";

  static String reason(IOException e) {
    if (e instanceof NoSuchFileException || e instanceof FileNotFoundException) {
      return "it is not there";
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    return e instanceof FileSystemException f && f.getReason() != null
        ? f.getReason()
        : String.valueOf(e.getMessage());
  }

  Safetensors tensors(PriorManifest.Entry entry) {
    return folder != null && known(entry)
        ? Safetensors.open(folder.resolve(entry.path()))
        : verifiedTensors(entry);
  }

  /** As {@link #tensors}, read now whatever is known of the file. */
  private Safetensors verifiedTensors(PriorManifest.Entry entry) {
    if (folder == null) {
      return Safetensors.of(place(entry), bytes(entry));
    }
    verify(entry);
    return Safetensors.open(folder.resolve(entry.path()));
  }

  byte[] bytes(PriorManifest.Entry entry) {
    try (InputStream in = stream(entry)) {
      byte[] bytes = in.readAllBytes();
      compare(entry, bytes.length, Sha256.of(bytes));
      return bytes;
    } catch (IOException e) {
      throw unreadable(entry, e);
    }
  }

  /** Whether the file was found to be what it should be, and has not been touched since. */
  boolean known(PriorManifest.Entry entry) {
    return folder != null && new KnownDigests(folder).has(entry.path(), entry.sha256());
  }

  /** Why the file is of no use; empty if all is well. */
  List<PriorException> problems(PriorManifest.Entry entry) {
    try {
      if (!entry.path().endsWith(TENSORS)) {
        verify(entry);
        return List.of();
      }
      List<String> flaws = verifiedTensors(entry).nonFinite();
      if (folder != null && !flaws.isEmpty()) {
        new KnownDigests(folder).forget(entry.path());
      }
      return flaws.stream().map(flaw -> problem(entry, "cannot be used (" + flaw + ")")).toList();
    } catch (WeightsException e) {
      return List.of(unfit(e));
    } catch (PriorException e) {
      return List.of(e);
    }
  }

  TensorContent content(PriorManifest.Entry entry) {
    if (!entry.path().endsWith(TENSORS)) {
      return TensorContent.NONE;
    }
    return TensorContent.of(
        folder == null
            ? Safetensors.of(place(entry), bytes(entry))
            : Safetensors.open(folder.resolve(entry.path())));
  }

  /**
   * @throws IOException if {@code out} takes no more, or the file cannot be read to its end
   */
  void copy(PriorManifest.Entry entry, OutputStream out) throws IOException {
    MessageDigest sha256 = Sha256.begin();
    InputStream content;
    try {
      content = stream(entry);
    } catch (IOException e) {
      throw unreadable(entry, e);
    }
    try (InputStream in = new DigestInputStream(content, sha256)) {
      long bytes = in.transferTo(out);
      compare(entry, bytes, Sha256.of(sha256));
    }
  }

  private void verify(PriorManifest.Entry entry) {
    KnownDigests known = folder == null ? null : new KnownDigests(folder);
    try {
      String look = known == null ? "" : known.look(entry.path());
      copy(entry, OutputStream.nullOutputStream());
      if (known != null) {
        known.remember(entry.path(), entry.sha256(), look);
      }
    } catch (IOException e) {
      throw unreadable(entry, e);
    }
  }

  private void compare(PriorManifest.Entry entry, long bytes, String digest) {
    if (digest.equals(entry.sha256())) {
      return;
    }
    throw problem(
        entry,
        bytes < entry.bytes()
            ? String.format(
                Locale.ROOT, "is cut short (it has %d of its %d bytes)", bytes, entry.bytes())
            : String.format(
                Locale.ROOT,
                "is damaged or was replaced (its SHA-256 is %s, its manifest says %s)",
                digest,
                entry.sha256()));
  }

  private PriorException problem(PriorManifest.Entry entry, String trouble) {
    return new PriorException("A file of a prior set " + trouble, place(entry), mend.get());
  }

  private PriorException unreadable(PriorManifest.Entry entry, IOException cause) {
    return new PriorException(
        "Cannot read a file of a prior set (" + reason(cause) + ")",
        place(entry),
        mend.get(),
        cause);
  }

  /** The failure of tensors that no network can use, and how to mend it. */
  PriorException unfit(WeightsException e) {
    return new PriorException(e.what(), e.where(), mend.get(), e);
  }

  private String place(PriorManifest.Entry entry) {
    return location + "/" + entry.path();
  }

  private InputStream stream(PriorManifest.Entry entry) throws IOException {
    return folder == null
        ? BundledSets.open(set, entry.path())
        : Files.newInputStream(folder.resolve(entry.path()));
  }
}
