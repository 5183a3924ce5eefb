package dev.triptych.cli.spec;

/**
 * Where a value comes from.
 *
 * @param source a file, an option such as {@code --set edit.tau=2}, or the name of a set of
 *     defaults
 * @param line counted from 1; 0 where the source has no lines
 * @param column counted from 1; 0 where the source has no lines
 */
public record Mark(String source, int line, int column) {
  static Mark of(String source) {
    return new Mark(source, 0, 0);
  }

  @Override
  public String toString() {
    return line == 0 ? source : source + ":" + line + ":" + column;
  }
}
