package dev.triptych.models.priors.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.triptych.models.priors.Sha256;
import dev.triptych.models.priors.imports.ImportReport.Source;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the files of a set were made from. It is told beside the manifest rather than in it: the
 * same networks are the same set, whatever files they came in.
 */
public final class SourceFiles {
  static final String NAME = "sources.json";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  private SourceFiles() {}

  /** By the path of the set's file; empty if nothing is known. */
  public static Map<String, List<Source>> of(Path set) {
    Path file = set.resolve(NAME);
    if (!Files.exists(file)) {
      return Map.of();
    }
    try {
      ObjectNode json = ForeignJson.object(file, ForeignJson.CONFIG);
      return JSON.convertValue(json, new TypeReference<TreeMap<String, List<Source>>>() {});
    } catch (ImportException | IllegalArgumentException e) {
      return Map.of(); // it only informs
    }
  }

  static String toJson(Map<String, List<Source>> sources) {
    try {
      return JSON.writeValueAsString(new TreeMap<>(sources)) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Reads the whole file. */
  static Source look(Path file, String role) throws IOException {
    return new Source(
        String.valueOf(file.getFileName()), format(file, role), Files.size(file), sha256(file));
  }

  /** Digest of a file's content. */
  static String sha256(Path file) throws IOException {
    MessageDigest digest = Sha256.begin();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return Sha256.of(digest);
  }

  private static String format(Path file, String role) throws IOException {
    byte[] start;
    try (InputStream in = Files.newInputStream(file)) {
      start = in.readNBytes(2);
    }
    if (start.length == 2 && start[0] == 'P' && start[1] == 'K') {
      return "PyTorch zip";
    }
    boolean pickle = start.length > 0 && start[0] == (byte) 0x80;
    return pickle ? role.equals("eg3d") ? "pickle" : "PyTorch legacy" : "safetensors";
  }
}
