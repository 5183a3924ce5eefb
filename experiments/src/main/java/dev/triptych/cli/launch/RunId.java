package dev.triptych.cli.launch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.triptych.worker.json.CanonicalJson;
import dev.triptych.worker.json.Json;
import dev.triptych.worker.store.Digests;
import dev.triptych.workflows.priors.PriorRef;
import dev.triptych.workflows.spec.DistillationSpec;
import dev.triptych.workflows.spec.InversionSpec;
import dev.triptych.workflows.spec.Method;
import dev.triptych.workflows.spec.Precision;
import dev.triptych.workflows.spec.Regime;
import dev.triptych.workflows.spec.ScoredViews;
import dev.triptych.workflows.spec.Style;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Names runs after what they do, so that the same spec is the same run. */
public final class RunId {
  private static final int DIGITS = 8;
  private static final String USUALLY_SCORED = CanonicalJson.of(ScoredViews.usual());

  private RunId() {}

  /** {@code <spec name>-<first digits of its digest>}: {@code quickstart-1c0ffee1}. */
  public static String of(String name, String specDigest) {
    String slug = Style.slug(name);
    return (slug.isEmpty() ? "run" : slug) + "-" + specDigest.substring(0, DIGITS);
  }

  /** SHA-256 over the resolved spec and the prior set that it uses. */
  public static String digest(JsonNode spec, PriorRef priors) {
    String canonical = CanonicalJson.of(List.of(withoutLaterDefaults(spec), priors));
    return Digests.sha256(canonical.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Settings that specs did not have at first leave a spec's digest as it was at their defaults.
   */
  private static JsonNode withoutLaterDefaults(JsonNode spec) {
    ObjectNode copy = spec.deepCopy();
    if (copy.path("method").asText().equals(Method.I2T.name())) {
      copy.remove("method");
    }
    if (copy.path("trainedOn").path("regime").asText().equals(Regime.STYLE.name())) {
      copy.remove("trainedOn");
    }
    if (copy.path("i2t") instanceof ObjectNode i2t && !i2t.path("fromScratch").asBoolean()) {
      i2t.remove("fromScratch");
    }
    withoutUsual(copy, "inversion", InversionSpec.published());
    withoutUsual(copy, "distillation", DistillationSpec.published());
    withoutFullPrecision(copy.path("edit"));
    withoutFullPrecision(copy.path("evaluation"));
    if (copy.path("evaluation") instanceof ObjectNode evaluation
        && CanonicalJson.of(evaluation.path("scored")).equals(USUALLY_SCORED)) {
      evaluation.remove("scored");
    }
    return copy;
  }

  private static void withoutUsual(ObjectNode spec, String section, Object usual) {
    // Both through canonical JSON, in which 1 and 1.0 are the same number.
    if (CanonicalJson.of(spec.path(section)).equals(CanonicalJson.of(Json.tree(usual)))) {
      spec.remove(section);
    }
  }

  /** Takes {@code precision} away from a section whose networks all compute in float32. */
  private static void withoutFullPrecision(JsonNode section) {
    JsonNode precision = section.path("precision");
    Iterable<JsonNode> each = precision.isObject() ? precision : List.of(precision);
    boolean full = true;
    for (JsonNode one : each) {
      full &= one.asText().equals(Precision.FP32.name());
    }
    if (full && section instanceof ObjectNode object) {
      object.remove("precision");
    }
  }
}
