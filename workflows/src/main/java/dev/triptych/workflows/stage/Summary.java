package dev.triptych.workflows.stage;

/** What Temporal's UI calls a workflow or a step. */
public final class Summary {
  // UTF-16 units, so at most 300 bytes. Temporal cuts nothing: it refuses more than 400 bytes.
  private static final int LONGEST = 100;

  private Summary() {}

  /** {@code text}; if it is long, its beginning and an ellipsis. */
  public static String of(String text) {
    if (text.length() <= LONGEST) {
      return text;
    }
    int cut = LONGEST - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(cut - 1)) ? cut - 1 : cut) + "…";
  }
}
