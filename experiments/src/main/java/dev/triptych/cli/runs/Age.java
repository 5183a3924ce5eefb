package dev.triptych.cli.runs;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads how old something is: {@code 7d}, {@code 12h}, {@code 30m}, {@code 0}. */
final class Age implements ITypeConverter<Duration> {
  private static final Pattern FORM = Pattern.compile("(\\d{1,5})([dhm])|0");

  @Override
  public Duration convert(String text) {
    Matcher age = FORM.matcher(text.strip());
    if (!age.matches()) {
      throw new TypeConversionException(
          "must be a number of days, hours or minutes, as 7d, 12h or 30m, or 0, but is \""
              + text
              + "\"");
    }
    if (age.group(1) == null) {
      return Duration.ZERO;
    }
    long number = Long.parseLong(age.group(1));
    return switch (age.group(2)) {
      case "d" -> Duration.ofDays(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofMinutes(number);
    };
  }
}
