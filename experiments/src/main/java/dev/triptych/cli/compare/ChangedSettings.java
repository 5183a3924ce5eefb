package dev.triptych.cli.compare;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A setting in which rows differ.
 *
 * @param setting its path in a spec
 * @param values as text, by the rows' labels; empty where a row lacks the setting
 */
record ChangedSettings(String setting, Map<String, String> values) {
  /** All such settings, by name. */
  static List<ChangedSettings> among(List<Row> rows) {
    Map<String, Map<String, String>> settings = new TreeMap<>();
    for (Row row : rows) {
      Map<String, String> flat = new LinkedHashMap<>();
      flatten("", row.samples().get(0).settings(), flat);
      flat.forEach(
          (path, value) ->
              settings.computeIfAbsent(path, p -> new LinkedHashMap<>()).put(row.label(), value));
    }
    List<ChangedSettings> changed = new ArrayList<>();
    settings.forEach(
        (path, values) -> {
          Map<String, String> all = new LinkedHashMap<>();
          rows.forEach(row -> all.put(row.label(), values.getOrDefault(row.label(), "")));
          // What only other methods depend on is no difference: the method is.
          Set<String> different = new HashSet<>(values.values());
          if (different.size() > 1) {
            changed.add(new ChangedSettings(path, all));
          }
        });
    return changed;
  }

  private static void flatten(String path, JsonNode node, Map<String, String> into) {
    if (node.isObject()) {
      node.properties()
          .forEach(
              member ->
                  flatten(
                      path.isEmpty() ? member.getKey() : path + "." + member.getKey(),
                      member.getValue(),
                      into));
    } else if (!node.isNull()) {
      into.put(path, node.isValueNode() ? node.asText() : node.toString());
    }
  }
}
