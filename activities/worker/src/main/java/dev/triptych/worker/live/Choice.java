package dev.triptych.worker.live;

/**
 * Which head of an {@link Exhibit}.
 *
 * @param plain whether the face before any editing
 * @param from number of a style, of a model of many; else 0
 * @param to number of another to mix it with
 * @param share of the other, in hundredths
 * @param face number of the face; else 0
 */
public record Choice(boolean plain, int from, int to, int share, int face) {
  /** A share of all. */
  public static final int WHOLE = 100;

  /** The portrait of an exhibit that is one. */
  public static Choice portrait() {
    return new Choice(false, 0, 0, 0, 0);
  }
}
