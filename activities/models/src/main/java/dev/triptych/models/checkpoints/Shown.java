package dev.triptych.models.checkpoints;

/** Words of a foreign file in a message: short, and without control characters. */
final class Shown {
  private static final int LONGEST = 80;

  private Shown() {}

  static String of(String foreign) {
    String start = foreign.length() > LONGEST ? foreign.substring(0, LONGEST) + "…" : foreign;
    return start.replaceAll("\\p{Cntrl}", "?");
  }
}
