package dev.triptych.models.eg3d;

/** Which two coordinates each of the three planes is looked up with. */
public enum PlaneLayout {
  /**
   * (x, y), (x, z), (z, x): the public EG3D checkpoints were trained with a third plane that does
   * not see y (NVlabs/eg3d issue 67).
   */
  PUBLIC_EG3D,
  /** (x, y), (x, z), (z, y): one plane per pair of axes. */
  ORTHOGONAL
}
