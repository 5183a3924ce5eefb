package dev.triptych.models.priors.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A foreign configuration: which settings are taken over, which must be as the networks here have
 * them, and which have no meaning here.
 */
final class Settings {
  private static final int LARGEST = 1_000_000; // of any size; the largest in use is 49408
  private static final int DEEPEST = 64; // layers or levels; the most in use are 24

  private final ObjectNode json;
  private final Path file;
  private final Set<String> known = new HashSet<>();
  private final List<Problem> problems = new ArrayList<>();

  private Settings(ObjectNode json, Path file) {
    this.json = json;
    this.file = file;
  }

  static Settings read(Path file) {
    return of(ForeignJson.object(file, ForeignJson.CONFIG), file);
  }

  static Settings of(ObjectNode json, Path file) {
    return new Settings(json, file);
  }

  ObjectNode json() {
    return json;
  }

  /** Whether it says something about {@code key}. */
  boolean says(String key) {
    return json.hasNonNull(key);
  }

  /** Settings that are taken over, or that change no result. */
  Settings known(String... keys) {
    known.addAll(Arrays.asList(keys));
    return this;
  }

  /** A setting that may only have one of these values, unless it is left out or null. */
  Settings only(String key, Object... values) {
    known.add(key);
    JsonNode node = json.get(key);
    if (node != null && !node.isNull() && Arrays.stream(values).noneMatch(v -> same(node, v))) {
      problems.add(
          new Problem(
              file.toString(),
              String.format(
                  Locale.ROOT,
                  "%s is %s, and the networks here know only %s",
                  key,
                  node,
                  Arrays.stream(values).map(Settings::shown).collect(Collectors.joining(" or "))),
              "Use a checkpoint of the usual architecture."));
    }
    return this;
  }

  /** A setting that must be left out or null. */
  Settings none(String key) {
    return only(key, "null");
  }

  /** One value for all entries of a list, or that value by itself. */
  private static boolean same(JsonNode node, Object value) {
    if (node.isArray()) {
      for (JsonNode entry : node) {
        if (!same(entry, value)) {
          return false;
        }
      }
      return true;
    }
    return value instanceof Number number
        ? node.isNumber() && node.doubleValue() == number.doubleValue()
        : value instanceof Boolean flag
            ? node.isBoolean() && node.booleanValue() == flag
            : node.isTextual() && node.textValue().equals(value);
  }

  private static String shown(Object value) {
    return value instanceof String && !value.equals("null")
        ? "\"" + value + "\""
        : value.toString();
  }

  /**
   * The settings as a configuration of this program.
   *
   * @param notes gets the names of settings that are not known
   * @throws ImportException with every setting that cannot be expressed
   */
  <T> T as(Class<T> type, List<String> notes) {
    checkSizes(json, "");
    checkDepth();
    refuse();
    String strange =
        json.properties().stream()
            .filter(setting -> !setting.getKey().startsWith("_") && !setting.getValue().isNull())
            .map(setting -> setting.getKey())
            .filter(key -> !known.contains(key))
            .sorted()
            .collect(Collectors.joining(", "));
    if (!strange.isEmpty()) {
      notes.add(name() + " has settings that are not known here and were passed over: " + strange);
    }
    return ForeignJson.as(json, type, file);
  }

  /**
   * @throws ImportException with every setting that cannot be expressed
   */
  void refuse() {
    if (!problems.isEmpty()) {
      throw new ImportException(problems);
    }
  }

  /** Folder and file, for a note. */
  private String name() {
    Path folder = file.toAbsolutePath().getParent();
    return folder == null
        ? file.toString()
        : Objects.requireNonNull(folder.getFileName(), "a file's folder")
            + "/"
            + file.getFileName();
  }

  /** Each layer takes memory, even of a network that is only drafted. */
  private void checkDepth() {
    for (Map.Entry<String, JsonNode> setting : json.properties()) {
      String key = setting.getKey();
      JsonNode value = setting.getValue();
      boolean layers = key.equals("layers_per_block") || key.endsWith("_layers");
      if ((layers && value.asDouble() > DEEPEST)
          || (known.contains(key) && value.isArray() && value.size() > DEEPEST)) {
        String shown = value.isArray() ? "a list of " + value.size() : value.toString();
        problems.add(
            new Problem(
                file.toString(),
                key + " is " + shown + ", and the networks here have at most " + DEEPEST,
                "Download it again."));
      }
    }
  }

  private void checkSizes(JsonNode node, String path) {
    if (node.isIntegralNumber() && !(Math.abs(node.doubleValue()) <= LARGEST)) {
      problems.add(
          new Problem(
              file.toString(),
              path + " is " + node + ", which is no size of a network",
              "Download it again."));
    }
    node.properties()
        .forEach(
            member ->
                checkSizes(
                    member.getValue(), path + (path.isEmpty() ? "" : ".") + member.getKey()));
    if (node.isArray()) {
      node.forEach(entry -> checkSizes(entry, path));
    }
  }
}
