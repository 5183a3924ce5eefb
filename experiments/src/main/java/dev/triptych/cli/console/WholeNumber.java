package dev.triptych.cli.console;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a whole number within bounds; each option that takes one says which. */
public abstract class WholeNumber implements ITypeConverter<Integer> {
  private final int least;
  private final int most;

  /** From {@code least} to {@code most}, both included. */
  protected WholeNumber(int least, int most) {
    this.least = least;
    this.most = most;
  }

  /**
   * @throws TypeConversionException whose message follows the option's name
   */
  @Override
  public Integer convert(String value) {
    try {
      int number = Integer.parseInt(value.strip());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new TypeConversionException(
        "must be a whole number between " + least + " and " + most + ", but is \"" + value + "\"");
  }
}
