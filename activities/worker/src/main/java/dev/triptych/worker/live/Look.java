package dev.triptych.worker.live;

/** What a picture shows of a head. */
public enum Look {
  /** As it is. */
  COLOUR,
  /** The nearer, the brighter. */
  DEPTH,
  /** Which way its surface faces. */
  NORMALS
}
