package dev.triptych.cli.spec;

/**
 * One thing that is wrong with a spec.
 *
 * @param mark where it stands
 * @param path dotted path of the field, {@code styles[2]} for list items; empty for the whole file
 * @param message what is wrong and what would be right, without the path
 */
public record SpecProblem(Mark mark, String path, String message) {
  /** {@code elf.yaml:4:3: edit.taau is not a known key; did you mean "tau"?}. */
  @Override
  public String toString() {
    return mark + ": " + (path.isEmpty() ? "" : path + " ") + message;
  }
}
