package dev.triptych.models.priors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.triptych.models.weights.Safetensors;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A set of pre-trained networks: a manifest and the files that it names. Nothing is read from a
 * file before its SHA-256 agrees with the manifest; the manifest's own digest identifies the whole
 * set.
 */
public final class PriorSet {
  /** The set that comes with the program. */
  public static final String MANNEQUIN = "mannequin-64";

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES).build();

  private final PriorManifest manifest;
  private final String digest;
  private final String location;
  private final @Nullable Path folder; // null when the files are resources of the program

  private PriorSet(PriorManifest manifest, String digest, String location, @Nullable Path folder) {
    this.manifest = manifest;
    this.digest = digest;
    this.location = location;
    this.folder = folder;
  }

  /** Names of the sets inside the program. */
  public static List<String> bundled() {
    return PriorSet.class.getResource(MANNEQUIN + "/prior.json") == null
        ? List.of()
        : List.of(MANNEQUIN);
  }

  /**
   * Finds a set by name: first {@code folder/name}, then inside the program.
   *
   * @throws PriorException if there is none, or its manifest cannot be read
   */
  public static PriorSet find(String name, @Nullable Path folder) {
    if (folder != null && Files.isRegularFile(folder.resolve(name).resolve("prior.json"))) {
      return open(folder.resolve(name));
    }
    if (!bundled().contains(name)) {
      throw new PriorException(
          "There is no prior set '"
              + name
              + "', and none of that name is built in (built in: "
              + String.join(", ", bundled())
              + ")",
          folder == null ? "built-in prior sets" : folder.toString(),
          "Import or train it; `triptych priors list` shows what there is.",
          null);
    }
    try (InputStream in = resource(name + "/prior.json")) {
      return parse(
          new String(in.readAllBytes(), StandardCharsets.UTF_8),
          "built-in prior set " + name,
          null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Opens the set whose {@code prior.json} lies in {@code folder}. */
  public static PriorSet open(Path folder) {
    Path file = folder.resolve("prior.json");
    try {
      return parse(Files.readString(file), folder.toString(), folder);
    } catch (IOException e) {
      throw new PriorException(
          "Cannot read the manifest of a prior set (" + reason(e) + ")", file.toString(), e);
    }
  }

  private static PriorSet parse(String json, String location, @Nullable Path folder) {
    try {
      byte[] content = json.getBytes(StandardCharsets.UTF_8);
      return new PriorSet(
          PriorManifest.parse(json),
          HexFormat.of().formatHex(sha256().digest(content)),
          location,
          folder);
    } catch (JsonProcessingException e) {
      throw new PriorException(
          "The manifest of a prior set is not valid (" + e.getOriginalMessage() + ")", location, e);
    }
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
      throw new PriorException("The prior set has no network '" + role + "'", location);
    }
    try {
      return JSON.treeToValue(node, type);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new PriorException(
          "The configuration of '" + role + "' is not valid (" + e.getMessage() + ")", location, e);
    }
  }

  /** Whether the set has a file for this role. */
  public boolean has(String role) {
    return manifest.files().containsKey(role);
  }

  /**
   * The tensors of a role, verified.
   *
   * @throws PriorException if the file is missing or its digest differs
   */
  public Safetensors tensors(String role) {
    PriorManifest.Entry entry = entry(role);
    if (folder == null) {
      return Safetensors.of(location + "/" + entry.path(), bytes(role));
    }
    verify(entry);
    return Safetensors.open(folder.resolve(entry.path()));
  }

  /** The bytes of a role's file, verified; for small files. */
  public byte[] bytes(String role) {
    PriorManifest.Entry entry = entry(role);
    try (InputStream in = stream(entry)) {
      byte[] bytes = in.readAllBytes();
      compare(entry, HexFormat.of().formatHex(sha256().digest(bytes)));
      return bytes;
    } catch (IOException e) {
      throw unreadable(entry, e);
    }
  }

  /**
   * Reads every file of the set and lists those that are missing or differ from the manifest; empty
   * if all is well.
   */
  public List<PriorException> problems() {
    List<PriorException> problems = new ArrayList<>();
    for (PriorManifest.Entry entry : manifest.files().values()) {
      try {
        verify(entry);
      } catch (PriorException e) {
        problems.add(e);
      }
    }
    return problems;
  }

  private void verify(PriorManifest.Entry entry) {
    MessageDigest sha256 = sha256();
    try (InputStream in = new DigestInputStream(stream(entry), sha256)) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw unreadable(entry, e);
    }
    compare(entry, HexFormat.of().formatHex(sha256.digest()));
  }

  private void compare(PriorManifest.Entry entry, String actual) {
    if (!actual.equals(entry.sha256())) {
      throw new PriorException(
          "A file of a prior set is damaged or was replaced (its SHA-256 is "
              + actual
              + ", its manifest says "
              + entry.sha256()
              + ")",
          place(entry));
    }
  }

  private PriorException unreadable(PriorManifest.Entry entry, IOException cause) {
    return new PriorException(
        "Cannot read a file of a prior set (" + reason(cause) + ")", place(entry), cause);
  }

  private String place(PriorManifest.Entry entry) {
    return location + "/" + entry.path();
  }

  /** Java's message of a missing file is only its name. */
  private static String reason(IOException e) {
    return e instanceof NoSuchFileException ? "it is not there" : String.valueOf(e.getMessage());
  }

  private PriorManifest.Entry entry(String role) {
    PriorManifest.Entry entry = manifest.files().get(role);
    if (entry == null) {
      throw new PriorException("The prior set has no file for '" + role + "'", location);
    }
    return entry;
  }

  private InputStream stream(PriorManifest.Entry entry) throws IOException {
    return folder == null
        ? resource(name() + "/" + entry.path())
        : Files.newInputStream(folder.resolve(entry.path()));
  }

  private static InputStream resource(String path) throws IOException {
    InputStream in = PriorSet.class.getResourceAsStream(path);
    if (in == null) {
      throw new IOException("no resource " + path + " in the program");
    }
    return in;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
