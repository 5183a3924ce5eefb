package dev.triptych.models.priors.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.triptych.models.clip.Vocabulary;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * CLIP's vocabulary out of {@code vocab.json} and {@code merges.txt}, or {@code tokenizer.json}.
 */
final class TokenizerFiles {
  private static final String MEND = "Download the tokenizer again; CLIP's is needed.";

  private TokenizerFiles() {}

  /**
   * @return null if the folder has no such files
   * @throws ImportException if they cannot be used
   */
  static @Nullable Vocabulary find(HubFolder folder) {
    if (folder.has("vocab.json") && folder.has("merges.txt")) {
      return pair(folder.file("vocab.json"), folder.file("merges.txt"));
    }
    return folder.has("tokenizer.json") ? single(folder.file("tokenizer.json")) : null;
  }

  /**
   * @throws ImportException if there are none, or they cannot be used
   */
  static Vocabulary read(HubFolder folder) {
    Vocabulary found = find(folder);
    if (found == null) {
      throw new ImportException(
          folder.path().toString(),
          "it has neither vocab.json with merges.txt nor tokenizer.json",
          MEND);
    }
    return found;
  }

  /** The token with which texts are filled up, if the folder says so and it is not CLIP's. */
  static @Nullable String strangePadding(HubFolder folder) {
    for (String name : List.of("special_tokens_map.json", "tokenizer_config.json")) {
      if (folder.has(name)) {
        JsonNode padding =
            ForeignJson.object(folder.file(name), ForeignJson.CONFIG).path("pad_token");
        String token = padding.isObject() ? padding.path("content").asText() : padding.asText();
        if (!token.isEmpty() && !token.equals("null") && !token.equals(Vocabulary.END)) {
          return token;
        }
      }
    }
    return null;
  }

  private static Vocabulary pair(Path vocab, Path merges) {
    byte[] ids = ForeignJson.bytes(vocab, ForeignJson.LISTING);
    byte[] pairs = ForeignJson.bytes(merges, ForeignJson.LISTING);
    ObjectNode object = ForeignJson.object(vocab, ForeignJson.LISTING);
    try {
      return canonical(
          ids(object, vocab),
          Vocabulary.read(new ByteArrayInputStream(ids), new ByteArrayInputStream(pairs)).merges(),
          vocab);
    } catch (IOException | IllegalArgumentException e) {
      throw new ImportException(
          vocab + " and " + merges.getFileName(),
          "they cannot be used (" + e.getMessage() + ")",
          MEND);
    }
  }

  private static Vocabulary single(Path file) {
    ObjectNode json = ForeignJson.object(file, ForeignJson.LISTING);
    JsonNode model = json.path("model");
    if (!model.path("type").asText("BPE").equals("BPE")
        || !model.path("end_of_word_suffix").asText("").equals("</w>")) {
      throw new ImportException(
          file.toString(),
          "its model is not CLIP's byte-pair encoding with words that end in </w>",
          MEND);
    }
    Map<String, Integer> ids = ids(model.path("vocab"), file);
    for (JsonNode token : json.path("added_tokens")) {
      ids.put(token.path("content").asText(), token.path("id").asInt(-1));
    }
    List<Vocabulary.Merge> merges = new ArrayList<>();
    for (JsonNode merge : model.path("merges")) {
      String[] pair =
          merge.isArray()
              ? new String[] {merge.path(0).asText(), merge.path(1).asText()}
              : merge.asText().split(" ", -1);
      if (pair.length != 2 || pair[0].isEmpty() || pair[1].isEmpty()) {
        throw new ImportException(file.toString(), "a merge is no pair of symbols: " + merge, MEND);
      }
      merges.add(new Vocabulary.Merge(pair[0], pair[1]));
    }
    return canonical(ids, merges, file);
  }

  private static Map<String, Integer> ids(JsonNode object, Path file) {
    Map<String, Integer> ids = new HashMap<>();
    object
        .properties()
        .forEach(
            entry -> {
              if (!entry.getValue().canConvertToInt() || !entry.getValue().isIntegralNumber()) {
                throw new ImportException(
                    file.toString(),
                    "the token " + entry.getKey() + " has the id " + entry.getValue(),
                    MEND);
              }
              ids.put(entry.getKey(), entry.getValue().intValue());
            });
    return ids;
  }

  /** In the order of the ids, so that equal vocabularies give equal files. */
  private static Vocabulary canonical(
      Map<String, Integer> ids, List<Vocabulary.Merge> merges, Path file) {
    if (ids.isEmpty()
        || new HashSet<>(ids.values()).size() != ids.size()
        || ids.values().stream().anyMatch(id -> id < 0 || id >= ids.size())) {
      throw new ImportException(
          file.toString(),
          "its ids are not the numbers from 0 to " + (ids.size() - 1) + ", each of one token",
          MEND);
    }
    Map<String, Integer> ordered = new LinkedHashMap<>();
    ids.entrySet().stream()
        .sorted(Comparator.comparingInt(Map.Entry::getValue))
        .forEach(entry -> ordered.put(entry.getKey(), entry.getValue()));
    try {
      return new Vocabulary(ordered, merges);
    } catch (IllegalArgumentException e) {
      throw new ImportException(file.toString(), String.valueOf(e.getMessage()), MEND);
    }
  }
}
