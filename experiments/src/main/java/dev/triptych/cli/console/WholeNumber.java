package dev.triptych.cli.console;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a whole number within bounds; each option that takes one says which. */
public abstract class WholeNumber implements ITypeConverter<Integer> {
  private final int least;
  private final int most;
  private final String alternative;

  /** From {@code least} to {@code most}, both included. */
  protected WholeNumber(int least, int most) {
    this(least, most, "");
  }

  /**
   * @param alternative what else may be said, for the message: {@code , or auto}
   */
  protected WholeNumber(int least, int most, String alternative) {
    this.least = least;
    this.most = most;
    this.alternative = alternative;
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
        "must be a whole number between "
            + least
            + " and "
            + most
            + alternative
            + ", but is \""
            + value
            + "\"");
  }
}
