package dev.triptych.worker.activities;

import com.fasterxml.jackson.databind.JsonNode;
import dev.triptych.worker.json.Json;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A tree of records as the flat parameters that trackers know: {@code edit.tau = 0.9}. */
final class Flattened {
  private Flattened() {}

  static SortedMap<String, String> of(Object value) {
    SortedMap<String, String> flat = new TreeMap<>();
    add("", Json.tree(value), flat);
    return flat;
  }

  private static void add(String path, JsonNode node, Map<String, String> flat) {
    if (node.isObject()) {
      for (Map.Entry<String, JsonNode> member : node.properties()) {
        String name = path.isEmpty() ? member.getKey() : path + "." + member.getKey();
        add(name, member.getValue(), flat);
      }
    } else if (!node.isNull()) {
      flat.put(path, node.isTextual() ? node.textValue() : node.toString());
    }
  }
}
