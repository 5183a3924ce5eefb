package dev.triptych.models.priors.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.triptych.models.priors.PaperNetworks;
import dev.triptych.models.priors.PriorPart;
import java.util.List;
import java.util.Map;

/** The settings that a prior set recommends, by the part that each of them depends on. */
final class Recommendations {
  private Recommendations() {}

  private static List<String> settings(PriorPart part) {
    return switch (part) {
      case EG3D -> List.of("identity", "views", "i2t", "evaluation.views");
      case EDIT -> List.of("edit");
      case CLIP -> List.of("evaluation.captionTemplate", "evaluation.neutralCaption");
      case LPIPS, TOKENIZER -> List.of();
    };
  }

  /** The paper's, as far as they depend on {@code part}. */
  static JsonNode ofPaper(PriorPart part) {
    return of(PaperNetworks.recommendations(), part);
  }

  /** Those of {@code all} that depend on {@code part}. */
  static JsonNode of(JsonNode all, PriorPart part) {
    ObjectNode chosen = JsonNodeFactory.instance.objectNode();
    for (String setting : settings(part)) {
      int dot = setting.indexOf('.');
      JsonNode value = all.at("/" + setting.replace('.', '/'));
      if (!value.isMissingNode()) {
        ObjectNode section = dot < 0 ? chosen : chosen.withObject("/" + setting.substring(0, dot));
        section.set(setting.substring(dot + 1), value.deepCopy());
      }
    }
    return chosen;
  }

  /** {@code all} with the settings of {@code part} replaced by {@code chosen}. */
  static ObjectNode with(ObjectNode all, PriorPart part, JsonNode chosen) {
    ObjectNode result = all.deepCopy();
    for (String setting : settings(part)) {
      int dot = setting.indexOf('.');
      if (dot < 0) {
        result.remove(setting);
      } else if (result.path(setting.substring(0, dot)) instanceof ObjectNode section) {
        section.remove(setting.substring(dot + 1));
      }
    }
    merge(result, chosen);
    return sorted(result);
  }

  /** The order in which parts came must not show in the manifest, whose digest is the set's. */
  private static ObjectNode sorted(ObjectNode node) {
    ObjectNode sorted = node.objectNode();
    node.properties().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            member ->
                sorted.set(
                    member.getKey(),
                    member.getValue() instanceof ObjectNode inner
                        ? sorted(inner)
                        : member.getValue()));
    return sorted;
  }

  private static void merge(ObjectNode into, JsonNode from) {
    from.properties()
        .forEach(
            member -> {
              if (into.get(member.getKey()) instanceof ObjectNode known
                  && member.getValue().isObject()) {
                merge(known, member.getValue());
              } else {
                into.set(member.getKey(), member.getValue().deepCopy());
              }
            });
  }
}
