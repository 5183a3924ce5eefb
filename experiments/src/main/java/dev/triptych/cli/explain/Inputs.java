package dev.triptych.cli.explain;

import com.fasterxml.jackson.databind.JsonNode;
import dev.triptych.worker.memo.KeptStage;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The inputs of a stage's key, leaf by leaf.
 *
 * @param leaves by path: {@code settings.tau}, {@code pairs[3].edited}
 */
record Inputs(Map<String, Leaf> leaves) {
  /** Path of the version of a stage's implementation, which its request does not hold. */
  static final String VERSION = "version";

  /**
   * @param text as people read it
   * @param sha256 of the content, if it is an artefact; else null
   * @param mediaType of the artefact
   */
  record Leaf(String text, @Nullable String sha256, @Nullable String mediaType) {
    static Leaf setting(String text) {
      return new Leaf(text, null, null);
    }

    static Leaf artefact(String sha256, String mediaType) {
      return new Leaf(sha256.substring(0, Math.min(8, sha256.length())), sha256, mediaType);
    }

    /** An artefact of another kind is further away than one with another content. */
    int distance(@Nullable Leaf other) {
      if (equals(other)) {
        return 0;
      }
      return other == null || Objects.equals(mediaType, other.mediaType) ? 1 : 2;
    }
  }

  Inputs {
    leaves = Collections.unmodifiableMap(leaves);
  }

  static Inputs of(KeptStage kept) {
    Map<String, Leaf> leaves = new LinkedHashMap<>();
    leaves.put(VERSION, Leaf.setting(Integer.toString(kept.version())));
    add("", kept.inputs(), leaves);
    return new Inputs(leaves);
  }

  private static void add(String path, JsonNode node, Map<String, Leaf> into) {
    if (node.path("sha256").isTextual() && node.has("key")) {
      into.put(path, Leaf.artefact(node.path("sha256").asText(), node.path("mediaType").asText()));
    } else if (node.isObject()) {
      node.properties()
          .forEach(
              member ->
                  add(
                      path.isEmpty() ? member.getKey() : path + "." + member.getKey(),
                      member.getValue(),
                      into));
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        add(path + "[" + i + "]", node.get(i), into);
      }
    } else if (!node.isNull()) {
      into.put(path, Leaf.setting(node.asText()));
    }
  }

  /**
   * How many leaves differ, or have no counterpart.
   *
   * @param most no need to count further
   */
  int distance(Inputs other, int most) {
    int differing = 0;
    for (Map.Entry<String, Leaf> leaf : leaves.entrySet()) {
      differing += leaf.getValue().distance(other.leaves.get(leaf.getKey()));
      if (differing > most) {
        return differing;
      }
    }
    for (String path : other.leaves.keySet()) {
      differing += leaves.containsKey(path) ? 0 : 1;
    }
    return differing;
  }
}
