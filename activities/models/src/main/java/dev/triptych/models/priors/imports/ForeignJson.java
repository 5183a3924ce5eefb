package dev.triptych.models.priors.imports;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.triptych.models.json.JsonTrouble;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/** Files that others wrote, read with limits on their size and depth. */
final class ForeignJson {
  /** Most bytes of a configuration. */
  static final int CONFIG = 1 << 20;

  /** Most bytes of a vocabulary or of a list of shards; CLIP's largest file has 2.2 MB. */
  static final int LISTING = 32 << 20;

  private static final int DEPTH = 32;
  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEPTH)
                          .maxNumberLength(64)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .build();

  private ForeignJson() {}

  /**
   * The object in {@code file}.
   *
   * @throws ImportException if it is missing, too large, or no JSON object
   */
  static ObjectNode object(Path file, int mostBytes) {
    try {
      if (JSON.readTree(bytes(file, mostBytes)) instanceof ObjectNode object) {
        return object;
      }
      throw unusable(file, "it is not a JSON object");
    } catch (JsonProcessingException e) {
      throw unusable(file, JsonTrouble.of(e));
    } catch (IOException e) {
      throw unusable(file, String.valueOf(e.getMessage()));
    }
  }

  /** {@code node} as a configuration of this program's networks. */
  static <T> T as(JsonNode node, Class<T> type, Path file) {
    try {
      return JSON.treeToValue(node, type);
    } catch (JsonProcessingException e) {
      throw unusable(file, JsonTrouble.of(e));
    } catch (IllegalArgumentException e) {
      throw unusable(file, String.valueOf(e.getMessage()));
    }
  }

  /**
   * The bytes of a small file.
   *
   * @throws ImportException if it is missing or has more than {@code most}
   */
  static byte[] bytes(Path file, int most) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(most);
      if (in.read() >= 0) {
        throw unusable(
            file, String.format(Locale.ROOT, "it has more than %d MB", (long) most >> 20));
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw missing(file);
    } catch (IOException e) {
      throw unusable(file, String.valueOf(e.getMessage()));
    }
  }

  static ImportException missing(Path file) {
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS)
        ? new ImportException(
            file.toString(),
            "it is a link to a file that is not there",
            "The download has not finished: repeat it.")
        : new ImportException(
            file.toString(), "there is no such file", "Name the right one, or download it.");
  }

  private static ImportException unusable(Path file, String trouble) {
    return new ImportException(
        file.toString(), "it cannot be used (" + trouble + ")", "Download it again.");
  }
}
