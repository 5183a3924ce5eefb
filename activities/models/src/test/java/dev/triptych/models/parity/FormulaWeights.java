package dev.triptych.models.parity;

import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.triptych.models.weights.Init;
import dev.triptych.models.weights.Weights;

/** How the fixtures of diffusers' and transformers' networks and of VGG fill their weights. */
record FormulaWeights(ParityFormula formula) implements Weights.Generator {
  static FormulaWeights of(Fixture fixture) {
    return new FormulaWeights(fixture.formula());
  }

  @Override
  public float[] values(String name, Shape shape, Init init) {
    int count = (int) shape.size();
    if (name.startsWith("lin")) {
      float[] values = formula.values(name, count, 0.1, 0);
      for (int i = 0; i < count; i++) {
        values[i] = Math.abs(values[i]);
      }
      return values;
    } else if (name.equals("logit_scale")) {
      return formula.values(name, count, 0, 2.6592);
    } else if (name.endsWith("bias")) {
      return formula.values(name, count, 0.02, 0);
    } else if (shape.dimension() == 1 && name.contains("class_embedding")) {
      return formula.values(name, count, 0.02, 0);
    } else if (shape.dimension() == 1) {
      return formula.values(name, count, 0.1, 1);
    } else if (name.contains("embedding")
        && !name.contains("time_embedding")
        && !name.contains("patch")) {
      return formula.values(name, count, 0.02, 0);
    }
    return formula.values(name, count, 1 / Math.sqrt(count / (double) shape.get(0)), 0);
  }

  /** A network's configuration from the JSON of its reference implementation. */
  static <C> C config(JsonNode json, Class<C> type) {
    try {
      return new JsonMapper().treeToValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("malformed config " + json, e);
    }
  }
}
