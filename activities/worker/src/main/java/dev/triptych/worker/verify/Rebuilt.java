package dev.triptych.worker.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.triptych.worker.memo.KeptStage;
import java.util.Map;
import java.util.regex.Pattern;

/** A stage's request out of its canonical inputs, which lack what does not change the result. */
final class Rebuilt {
  // As canonical JSON marks enum constants whose meaning has changed.
  private static final Pattern REVISED = Pattern.compile("([A-Z][A-Z0-9_]*)#[0-9]+");
  private static final String STEPS = "steps";
  private static final String CHECKPOINTS = "checkpointEvery";

  private Rebuilt() {}

  static JsonNode request(KeptStage kept) {
    return rebuilt(kept.inputs());
  }

  private static JsonNode rebuilt(JsonNode node) {
    if (node.isTextual()) {
      var revised = REVISED.matcher(node.textValue());
      return revised.matches() ? TextNode.valueOf(revised.group(1)) : node;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode copy = array.arrayNode();
      array.forEach(element -> copy.add(rebuilt(element)));
      return copy;
    }
    if (node instanceof ObjectNode object) {
      ObjectNode copy = object.objectNode();
      for (Map.Entry<String, JsonNode> member : object.properties()) {
        copy.set(member.getKey(), rebuilt(member.getValue()));
      }
      if (copy.path("training").path(STEPS).isInt()
          && copy.get("training") instanceof ObjectNode training
          && !training.has(CHECKPOINTS)) {
        training.set(CHECKPOINTS, training.get(STEPS));
      }
      return copy;
    }
    return node;
  }
}
