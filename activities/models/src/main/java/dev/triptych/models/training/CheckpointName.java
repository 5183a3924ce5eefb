package dev.triptych.models.training;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The file name of a training's checkpoint, {@code step-000400.safetensors}. */
public final class CheckpointName {
  // Any digits: earlier programs wrote those of the user's language. No step has more than 18.
  private static final Pattern NAME = Pattern.compile("step-(\\p{Nd}{1,18})\\.safetensors");

  private CheckpointName() {}

  /** The name of the checkpoint after {@code step} steps. */
  public static String of(int step) {
    return String.format(Locale.ROOT, "step-%06d.safetensors", step);
  }

  /**
   * How many steps the checkpoint of that name has behind it; empty if it is no checkpoint's name.
   * Names must be compared by this: {@code step-1000000} is newer than {@code step-999999}, and
   * before it in the alphabet.
   */
  public static OptionalLong step(String name) {
    Matcher matcher = NAME.matcher(name);
    return matcher.matches()
        ? OptionalLong.of(Long.parseLong(matcher.group(1)))
        : OptionalLong.empty();
  }
}
