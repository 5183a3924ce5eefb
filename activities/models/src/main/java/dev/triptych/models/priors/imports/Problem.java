package dev.triptych.models.priors.imports;

import dev.triptych.models.weights.Flaw;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One reason why an import is refused.
 *
 * @param role of the network that it is about, as far as it is about one
 * @param where the option, file or setting
 * @param what is wrong
 * @param mend what to do about it, one or more sentences
 * @param flaws what is wrong one by one, if {@code what} sums up several things
 */
public record Problem(
    @Nullable String role, String where, String what, String mend, List<Flaw> flaws) {
  public Problem {
    flaws = List.copyOf(flaws);
  }

  Problem(String where, String what, String mend) {
    this(null, where, what, mend, List.of());
  }

  /** The same of a network, if it is not said yet of which. */
  Problem of(String network) {
    return role == null ? new Problem(network, where, what, mend, flaws) : this;
  }

  /**
   * One thing that is wrong, for programs.
   *
   * @param role of the network
   * @param file or option
   */
  public record Trouble(
      @Nullable String role, String file, @Nullable String tensor, String trouble, String mend) {}

  /** Everything that is wrong, one by one. */
  public Stream<Trouble> troubles() {
    return flaws.isEmpty()
        ? Stream.of(new Trouble(role, where, null, what, mend))
        : flaws.stream().map(flaw -> new Trouble(role, where, flaw.tensor(), flaw.what(), mend));
  }

  @Override
  public String toString() {
    return where + ": " + what + ". " + mend;
  }
}
