package dev.triptych.models.priors.imports;

/**
 * One reason why an import is refused.
 *
 * @param where the option, file or setting
 * @param what is wrong
 * @param mend what to do about it, one or more sentences
 */
public record Problem(String where, String what, String mend) {
  @Override
  public String toString() {
    return where + ": " + what + ". " + mend;
  }
}
