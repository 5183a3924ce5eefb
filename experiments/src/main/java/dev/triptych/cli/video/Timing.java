package dev.triptych.cli.video;

/**
 * How long a film takes.
 *
 * @param frames shown equally long
 * @param seconds of all of them
 */
public record Timing(int frames, double seconds) {
  public Timing {
    if (frames < 1 || !(seconds > 0) || Double.isInfinite(seconds)) {
      throw new IllegalArgumentException(frames + " frames in " + seconds + " seconds");
    }
  }

  /** When a frame begins, in whole {@code perSecond}-ths of a second, nearest to the truth. */
  long start(int frame, int perSecond) {
    return Math.round(frame * seconds * perSecond / frames);
  }

  /** How long it is shown, so that all frames together take neither more nor less. */
  int length(int frame, int perSecond) {
    return (int) (start(frame + 1, perSecond) - start(frame, perSecond));
  }
}
