package dev.triptych.cli.console;

import dev.triptych.workflows.stage.Stage;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a stage as {@code status --json} shows it: {@code edit-view}. */
public final class StageName implements ITypeConverter<Stage> {
  /**
   * @throws TypeConversionException whose message follows the option's name
   */
  @Override
  public Stage convert(String value) {
    return Arrays.stream(Stage.values())
        .filter(stage -> stage.slug().equals(value.strip()))
        .findFirst()
        .orElseThrow(() -> unknown(value));
  }

  private static TypeConversionException unknown(String value) {
    String names = Arrays.stream(Stage.values()).map(Stage::slug).collect(Collectors.joining(", "));
    return new TypeConversionException("must be one of " + names + ", but is \"" + value + "\"");
  }
}
