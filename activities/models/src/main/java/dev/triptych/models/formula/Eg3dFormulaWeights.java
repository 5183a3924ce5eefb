package dev.triptych.models.formula;

import ai.djl.ndarray.types.Shape;
import dev.triptych.models.weights.Init;
import dev.triptych.models.weights.Weights;

/** Weights by formula for EG3D's generator, by the names of its public checkpoints. */
public record Eg3dFormulaWeights(ParityFormula formula) implements Weights.Generator {
  @Override
  public float[] values(String name, Shape shape, Init init) {
    double scale = 1;
    double shift = 0;
    if (name.endsWith("affine.bias")) {
      scale = 0.1;
      shift = 1;
    } else if (name.contains("mapping.embed")) {
      scale = name.endsWith("bias") ? 0.1 : 1;
    } else if (name.contains("mapping.fc")) {
      scale = name.endsWith("bias") ? 10 : 100;
    } else if (name.equals("decoder.net.2.weight")) {
      scale = -2.5;
    } else if (name.endsWith("noise_strength") || name.endsWith("w_avg") || name.endsWith("bias")) {
      scale = 0.1;
    }
    return formula.values(name, Math.toIntExact(shape.size()), scale, shift);
  }
}
