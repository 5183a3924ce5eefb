package dev.triptych.cli.launch;

import dev.triptych.cli.console.UserError;
import dev.triptych.worker.notice.Webhook;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whom a launch tells of its end. The address is a secret: a launch names the environment variable
 * that holds it, and one that stands on the command line is such a variable of this process's own
 * worker alone.
 *
 * @param variable null if nobody is told
 * @param given the address on the command line; null if there is none
 */
record NoticeAddress(@Nullable String variable, @Nullable String given) {
  private static final String OPTION = "--notify";
  private static final String NAMED = "env:";
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /**
   * @param option as it was given; null if it was not
   * @param lasting whether workers are other processes
   * @throws UserError if it cannot be meant
   */
  static NoticeAddress of(
      @Nullable String option, Map<String, String> environment, boolean lasting) {
    if (option == null) {
      boolean set = !environment.getOrDefault(Webhook.VARIABLE, "").isBlank();
      return new NoticeAddress(set ? Webhook.VARIABLE : null, null);
    }
    if (option.startsWith(NAMED)) {
      String name = option.substring(NAMED.length());
      if (!NAME.matcher(name).matches()) {
        throw UserError.usage(OPTION + " names no environment variable behind " + NAMED);
      }
      return new NoticeAddress(name, null);
    }
    if (lasting) {
      throw UserError.usage(
          OPTION
              + " takes no address on a Temporal service: it would be kept there, and such addresses"
              + " are often secret. Set "
              + Webhook.VARIABLE
              + " in the environment of the workers, and write "
              + OPTION
              + " env:"
              + Webhook.VARIABLE);
    }
    return new NoticeAddress(Webhook.VARIABLE, option);
  }

  /**
   * Looks, before anything is written, whether the address can be right, as far as it is known
   * here.
   *
   * @throws dev.triptych.worker.errors.TriptychException.InvalidSpec if it cannot
   */
  void check(Map<String, String> environment, boolean lasting) {
    if (given != null) {
      Webhook.of(given, OPTION);
    } else if (variable != null && (!lasting || environment.containsKey(variable))) {
      Webhook.named(variable, environment);
    }
  }

  /** What is added to the environment of this process's own worker. */
  Map<String, String> variables() {
    return given == null || variable == null ? Map.of() : Map.of(variable, given);
  }

  /** Tells nothing of the address. */
  @Override
  public String toString() {
    return "NoticeAddress[" + variable + "]";
  }
}
