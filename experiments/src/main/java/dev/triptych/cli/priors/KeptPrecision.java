package dev.triptych.cli.priors;

import dev.triptych.models.weights.SafetensorsWriter.Precision;

/** How the numbers of a set's files are kept, as {@code --precision} has it. */
enum KeptPrecision {
  FP32(Precision.FLOAT32),
  FP16(Precision.FLOAT16),
  BF16(Precision.BFLOAT16);

  private final Precision precision;

  KeptPrecision(Precision precision) {
    this.precision = precision;
  }

  Precision precision() {
    return precision;
  }
}
