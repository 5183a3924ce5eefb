package dev.triptych.workflows.spec;

/** Two readings of "degree of noise addition τ" (equation 1). */
public enum TauMode {
  /** τ is img2img's strength: 20 steps at τ = 0.9 denoise 18 steps from timestep 851. */
  IMG2IMG,
  /** Noise is added to level τ, and all steps denoise from there. */
  LEVEL_ALL_STEPS
}
