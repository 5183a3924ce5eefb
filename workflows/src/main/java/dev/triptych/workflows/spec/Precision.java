package dev.triptych.workflows.spec;

/** How exactly a frozen network computes; trainings are always in {@link #FP32}. */
public enum Precision {
  FP32,
  /** The range of float32 with eight bits of mantissa. */
  BF16,
  /** Eleven bits of mantissa; on GPUs only. */
  FP16
}
