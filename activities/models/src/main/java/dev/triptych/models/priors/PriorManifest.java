package dev.triptych.models.priors;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The file {@code prior.json} of a prior set.
 *
 * @param format version of this form, 1
 * @param name such as {@code ffhq512-128}
 * @param description one sentence for people
 * @param imageSize side of the final images in pixels
 * @param networks configuration of each network by its role ({@code eg3d}, {@code unet}, {@code
 *     vae}, {@code clip}, {@code lpips}, {@code i2t}, …)
 * @param files tensors and vocabularies by role
 * @param recommendations settings of an experiment that suit this set, in the form of an experiment
 *     specification
 * @param comparableWithPaper whether scores by this set's networks may be compared with the
 *     paper's; false, and left out, unless they are the paper's own
 */
public record PriorManifest(
    int format,
    String name,
    String description,
    int imageSize,
    Map<String, JsonNode> networks,
    Map<String, Entry> files,
    JsonNode recommendations,
    // Left out where false: the digest is that of the text, and older sets have no such field.
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean comparableWithPaper) {
  static final int FORMAT = 1;
  private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");
  private static final ObjectMapper JSON =
      PriorJson.strict()
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .build();

  /** A file of the set, relative to {@code prior.json}. */
  public record Entry(String path, String sha256, long bytes) {
    public Entry {
      if (path == null || sha256 == null) {
        throw new IllegalArgumentException("a file must have a path and a sha256");
      }
      if (path.startsWith("/") || path.contains("..") || path.contains("\\")) {
        throw new IllegalArgumentException("file path " + path + " leaves the prior set's folder");
      }
      if (!SHA_256.matcher(sha256).matches()) {
        throw new IllegalArgumentException(
            "file " + path + " has no SHA-256 in lower-case hexadecimal");
      }
    }
  }

  public PriorManifest {
    if (format != FORMAT) {
      throw new IllegalArgumentException(
          "its format is " + format + ", and this version reads format " + FORMAT);
    }
    if (name == null || networks == null || files == null) {
      throw new IllegalArgumentException("it must have a name, networks and files");
    }
    files.forEach(
        (role, file) -> {
          if (file == null) {
            throw new IllegalArgumentException("files." + role + " is null");
          }
        });
    networks = Collections.unmodifiableMap(new TreeMap<>(networks));
    networks.forEach((role, config) -> PriorJson.requireFinite(config, "networks." + role));
    files = Collections.unmodifiableMap(new TreeMap<>(files));
    recommendations =
        recommendations == null ? JsonNodeFactory.instance.objectNode() : recommendations;
    PriorJson.requireFinite(recommendations, "recommendations");
  }

  static PriorManifest parse(String json) throws JsonProcessingException {
    return PriorJson.present(JSON.readValue(json, PriorManifest.class), PriorManifest.class);
  }

  /** The text of {@code prior.json}; equal content gives equal text. */
  public String toJson() {
    try {
      return JSON.writeValueAsString(this) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
