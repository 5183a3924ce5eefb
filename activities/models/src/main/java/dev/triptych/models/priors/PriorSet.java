package dev.triptych.models.priors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.triptych.models.json.JsonTrouble;
import dev.triptych.models.weights.Safetensors;
import dev.triptych.models.weights.WeightsException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A set of pre-trained networks: a manifest and the files that it names. Nothing is read from a
 * file before its SHA-256 agrees with the manifest, which is found out again once a file has been
 * touched; the manifest's own digest identifies the whole set.
 */
public final class PriorSet {
  private static final String MANIFEST = "prior.json";
  private static final ObjectMapper JSON =
      PriorJson.strict().enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES).build();

  private final PriorManifest manifest;
  private final String digest;
  private final String location;
  private final @Nullable Path folder; // null when the files are resources of the program
  private final PriorFiles files;

  private PriorSet(PriorManifest manifest, String digest, String location, @Nullable Path folder) {
    this.manifest = manifest;
    this.digest = digest;
    this.location = location;
    this.folder = folder;
    this.files = new PriorFiles(manifest.name(), location, folder, () -> mend(folder));
  }

  /** Names of the sets inside the program. */
  public static List<String> bundled() {
    return List.copyOf(BundledSets.folders().keySet());
  }

  /**
   * Finds a set by name: first {@code folder/name}, then inside the program.
   *
   * @throws PriorException if there is none, its manifest cannot be read, or it has another name
   *     than its folder
   */
  public static PriorSet find(String name, @Nullable Path folder) {
    if (folder != null && Files.exists(folder.resolve(name).resolve(MANIFEST))) {
      return named(name, open(folder.resolve(name)));
    }
    if (!bundled().contains(name)) {
      if (folder != null && Files.isDirectory(folder.resolve(name))) {
        Path own = folder.resolve(name);
        throw new PriorException(
            "The folder of a prior set has no " + MANIFEST,
            own.toString(),
            "If an import into it was interrupted, repeat it. " + mend(own));
      }
      throw new PriorException(
          "There is no prior set '"
              + name
              + "', and none of that name is built in (built in: "
              + String.join(", ", bundled())
              + ")",
          folder == null ? "built-in prior sets" : folder.toString(),
          "`triptych priors list` shows what there is.");
    }
    try (InputStream in = BundledSets.open(name, MANIFEST)) {
      return parse(
          new String(in.readAllBytes(), StandardCharsets.UTF_8),
          "built-in prior set " + name,
          null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Workers look for a set by the name in its manifest, so it must be found by that. */
  private static PriorSet named(String name, PriorSet set) {
    if (!set.name().equals(name)) {
      throw new PriorException(
          String.format(
              Locale.ROOT, "The prior set is named \"%s\" in its %s", set.name(), MANIFEST),
          set.location,
          "A set and its folder have one name: rename the folder, or change the name in the"
              + " manifest if it is to be a set of its own.");
    }
    return set;
  }

  /**
   * Opens the set whose {@code prior.json} lies in {@code folder}.
   *
   * @throws PriorException if the manifest cannot be read
   */
  public static PriorSet open(Path folder) {
    Path file = folder.resolve(MANIFEST);
    try {
      return parse(Files.readString(file), folder.toString(), folder);
    } catch (CharacterCodingException e) {
      throw new PriorException(
          unusable("manifest", "it is not UTF-8 text"), file.toString(), mend(folder), e);
    } catch (IOException e) {
      throw new PriorException(
          "Cannot read the manifest of a prior set (" + PriorFiles.reason(e) + ")",
          file.toString(),
          mend(folder),
          e);
    }
  }

  private static PriorSet parse(String json, String location, @Nullable Path folder) {
    try {
      byte[] content = json.getBytes(StandardCharsets.UTF_8);
      return new PriorSet(PriorManifest.parse(json), Sha256.of(content), location, folder);
    } catch (JsonProcessingException e) {
      throw new PriorException(
          unusable("manifest", JsonTrouble.of(e)), location + "/" + MANIFEST, mend(folder), e);
    }
  }

  private static String unusable(String part, String trouble) {
    return String.format(Locale.ROOT, "The %s of a prior set cannot be used (%s)", part, trouble);
  }

  /** What a user can do about files that are not what they should be. */
  private static String mend(@Nullable Path folder) {
    if (folder == null) {
      return "It comes with the program: install or build that again.";
    }
    String name = String.valueOf(folder.getFileName());
    return bundled().contains(name)
        ? String.format(
            Locale.ROOT,
            "Remove the folder %s to use the built-in set, or train it anew with `triptych priors train %s`.",
            folder,
            name)
        : "Put it back from a copy of the set, or remove the folder " + folder + ".";
  }

  /** An imported set may wait for the part that a role belongs to. */
  private String mendMissing(String role) {
    if (folder != null && !bundled().contains(name())) {
      for (PriorPart part : PriorPart.values()) {
        if (part.roles().contains(role)) {
          return "Import it: triptych priors import --name " + name() + " " + part.option();
        }
      }
    }
    return mend(folder);
  }

  public String name() {
    return manifest.name();
  }

  /** SHA-256 of the manifest, which names the SHA-256 of every file. */
  public String digest() {
    return digest;
  }

  public PriorManifest manifest() {
    return manifest;
  }

  /** Where the set lies, for messages. */
  public String location() {
    return location;
  }

  /** The configuration of the network with this role. */
  public <T> T config(String role, Class<T> type) {
    JsonNode node = manifest.networks().get(role);
    if (node == null) {
      throw new PriorException(
          "The prior set has no network '" + role + "'", location, mendMissing(role));
    }
    try {
      return PriorJson.present(JSON.treeToValue(node, type), type);
    } catch (JsonProcessingException e) {
      throw misconfigured(role, JsonTrouble.of(e), e);
    } catch (IllegalArgumentException e) {
      throw misconfigured(role, String.valueOf(e.getMessage()), e);
    }
  }

  /** The failure of a network whose configuration makes no sense. */
  PriorException misconfigured(String role, String trouble, Exception cause) {
    return new PriorException(
        unusable("configuration of '" + role + "' in the manifest", trouble),
        location + "/" + MANIFEST,
        mend(folder),
        cause);
  }

  /** The failure of a vocabulary that makes no sense. */
  PriorException unusableVocabulary(String trouble, Exception cause) {
    return new PriorException(unusable("vocabulary", trouble), location, mend(folder), cause);
  }

  /** The failure of tensors that no network can use, and how to mend it. */
  PriorException unfit(WeightsException e) {
    return files.unfit(e);
  }

  /** Whether the set has a file for this role. */
  public boolean has(String role) {
    return manifest.files().containsKey(role);
  }

  /**
   * The tensors of a role, verified.
   *
   * @throws PriorException if the file is missing or its digest differs
   * @throws WeightsException if it is no file of tensors
   */
  public Safetensors tensors(String role) {
    return files.tensors(entry(role));
  }

  /** The bytes of a role's file, verified; for small files. */
  public byte[] bytes(String role) {
    return files.bytes(entry(role));
  }

  /**
   * Reads every file of the set and lists those that are missing, differ from the manifest, or are
   * tensors that no network can use; empty if all is well.
   */
  public List<PriorException> problems() {
    return manifest.files().keySet().stream().flatMap(role -> problems(role).stream()).toList();
  }

  /**
   * As {@link #problems()}, but files that were read before and have not been touched since, as far
   * as can be seen from outside, are not read again.
   */
  public List<PriorException> newProblems() {
    return manifest.files().values().stream()
        .filter(entry -> !files.known(entry))
        .flatMap(entry -> files.problems(entry).stream())
        .toList();
  }

  /** As {@link #problems()}, of the file for one role. */
  List<PriorException> problems(String role) {
    return files.problems(entry(role));
  }

  /**
   * The content of a role's file, which is not compared with its digest.
   *
   * @throws PriorException if the file is missing
   * @throws WeightsException if it should be a file of tensors and is none
   */
  public TensorContent content(String role) {
    return files.content(entry(role));
  }

  /**
   * Writes the bytes of a role's file, which may be large.
   *
   * @throws PriorException if it is missing or its digest differs; some bytes are written then
   */
  public void copy(String role, OutputStream out) throws IOException {
    files.copy(entry(role), out);
  }

  private PriorManifest.Entry entry(String role) {
    PriorManifest.Entry entry = manifest.files().get(role);
    if (entry == null) {
      throw new PriorException(
          "The prior set has no file for '" + role + "'", location, mendMissing(role));
    }
    return entry;
  }
}
