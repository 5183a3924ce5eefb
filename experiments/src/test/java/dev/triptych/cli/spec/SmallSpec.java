package dev.triptych.cli.spec;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** A spec of three lines, and a loader that knows two prior sets, one of them with advice. */
final class SmallSpec {
  static final String TEXT =
      """
      name: small
      priors: mannequin-64
      styles: [an elf, a clown]
      """;

  private static final Map<String, KnownPriors> PRIORS =
      Map.of("mannequin-64", mannequin(), "ffhq512-128", ffhq());

  private SmallSpec() {}

  static SpecLoader loader() {
    return new SpecLoader(List.of("mannequin-64", "ffhq512-128"), PRIORS::get, NoPhotos.HEADS);
  }

  private static KnownPriors mannequin() {
    ObjectNode recommended = new ObjectMapper().createObjectNode();
    recommended.putObject("edit").put("textGuidance", 2.5);
    ObjectNode i2t = recommended.putObject("i2t");
    i2t.putObject("pretraining").put("steps", 2500).put("warmUpSteps", 50);
    i2t.putObject("fineTuning").put("warmUpSteps", 20);
    return new KnownPriors("mannequin-64", "a".repeat(64), recommended);
  }

  private static KnownPriors ffhq() {
    return new KnownPriors("ffhq512-128", "b".repeat(64), new ObjectMapper().createObjectNode());
  }
}
