package dev.triptych.models.formula;

import ai.djl.ndarray.types.Shape;
import dev.triptych.models.weights.Init;
import dev.triptych.models.weights.Weights;

/**
 * Weights by formula for the networks of diffusers and transformers and for LPIPS, by their public
 * names: scaled so that activations keep their size from layer to layer.
 */
public record FormulaWeights(ParityFormula formula) implements Weights.Generator {
  @Override
  public float[] values(String name, Shape shape, Init init) {
    int count = Math.toIntExact(shape.size());
    if (name.startsWith("lin")) {
      float[] values = formula.values(name, count, 0.1, 0);
      for (int i = 0; i < count; i++) {
        values[i] = Math.abs(values[i]);
      }
      return values;
    } else if (name.equals("logit_scale")) {
      return formula.values(name, count, 0, 2.6592); // ln(1 / 0.07)
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
}
