package dev.triptych.cli.compare;

import dev.triptych.cli.compare.Entry.Mark;
import dev.triptych.cli.console.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Estimates and differences as people read them. */
final class Figures {
  static final String NONE = "–";

  private Figures() {}

  /** {@code 0.792 ± 0.004}; a single value stands alone. */
  static String estimate(Quantity quantity, @Nullable Estimate estimate) {
    if (estimate == null) {
      return NONE;
    }
    String mean = number(quantity, estimate.mean());
    Double error = estimate.standardError();
    return error == null ? mean : mean + " ± " + number(quantity, error);
  }

  /** {@code +0.002 [−0.001, +0.005]}. */
  static String difference(Quantity quantity, @Nullable PairedDifference difference) {
    if (difference == null) {
      return NONE;
    }
    String mean = signed(quantity, difference.mean());
    Double low = difference.low();
    Double high = difference.high();
    return low == null || high == null
        ? mean
        : mean + " [" + signed(quantity, low) + ", " + signed(quantity, high) + "]";
  }

  /** The same with the standard errors that it amounts to: {@code …, 2.1 se}. */
  static String difference(
      Quantity quantity, @Nullable PairedDifference difference, boolean inErrors) {
    String text = difference(quantity, difference);
    Double apart = difference == null || !inErrors ? null : difference.apart();
    return apart == null ? text : text + ", " + errors(apart);
  }

  /** {@code ours, 2.1 se, no-spatial, 0.4 se, no-i2t}; empty if there is no order. */
  static String order(Table table, Quantity quantity) {
    StringBuilder text = new StringBuilder();
    for (Order.Place place : Order.of(table, quantity)) {
      text.append(text.length() == 0 ? "" : ", ").append(place.row());
      if (place.gap() != null) {
        text.append(", ").append(errors(place.gap()));
      }
    }
    return text.toString();
  }

  private static String errors(double standardErrors) {
    return String.format(Locale.ROOT, "%.1f se", standardErrors);
  }

  private static String signed(Quantity quantity, double value) {
    return (value > 0 ? "+" : "") + number(quantity, value);
  }

  private static String number(Quantity quantity, double value) {
    return quantity.metric() == null
        ? (value < 0 ? "−" : "") + Words.seconds(Math.abs(value))
        : Words.signed(value);
  }

  /** {@code Portraits in a row: 9 (3 styles, 3 seeds, one identity)}. */
  static String population(Table table) {
    int portraits =
        table.lines().stream().mapToInt(line -> line.row().samples().size()).max().orElse(0);
    return String.format(
        Locale.ROOT,
        "Portraits in a row: %d (%s, %s, %s)",
        portraits,
        count(table.count(Sample::style), "style", "styles"),
        count(table.count(Sample::seed), "seed", "seeds"),
        count(table.faces(), "identity", "identities"));
  }

  /** The same if it is that of all tables; else each table has to say its own. */
  static Optional<String> commonPopulation(Comparison comparison) {
    List<String> all = comparison.tables().stream().map(Figures::population).distinct().toList();
    return all.size() == 1 ? Optional.of(all.get(0)) : Optional.empty();
  }

  private static String count(int n, String one, String many) {
    return n == 1 ? "one " + one : n + " " + many;
  }

  /**
   * What the numbers mean, and what they cannot tell; a sentence each.
   *
   * @param best how the best of a column is marked
   */
  static List<String> legend(Comparison comparison, String best) {
    List<String> notes = new ArrayList<>();
    notes.add(
        "± is the standard error over these portraits; a portrait's own value is its mean over"
            + " views.");
    if (any(comparison, entry -> entry.minusBaseline() != null)) {
      notes.add("In brackets the 95 % bootstrap interval of paired differences.");
    }
    if (any(comparison, entry -> entry.mark() != Mark.NONE)) {
      notes.add(best + " is best, " + Grid.TIE + " is not told apart from the best.");
    }
    if (tells(comparison, Quantity.STYLE)) {
      notes.add(
          "A style: plain views and edits as many as the method needs, and its trainings;"
              + comparison.devices().stream().collect(Collectors.joining(", ", " made on ", "."))
              + (tells(comparison, Quantity.PAPER)
                  ? " By the paper: its Table 1, with its checkpoints on an NVIDIA A100;"
                      + " score-distillation stands beside its DreamFusion."
                  : ""));
    }
    if (comparison.ordered()) {
      notes.add(
          "se: standard errors of the paired difference, to "
              + comparison.variant()
              + " or in an order to the next.");
    }
    if (comparison.tables().stream().allMatch(Table::ownFaces)) {
      notes.add("Each seed has a face of its own, so that ± over seeds is over identities too.");
    }
    if (oneFace(comparison)) {
      notes.add("All portraits are of one identity, so nothing is said about others.");
    }
    return notes;
  }

  private static boolean tells(Comparison comparison, String quantity) {
    return comparison.tables().stream()
        .flatMap(table -> table.quantities().stream())
        .anyMatch(each -> each.name().equals(quantity));
  }

  private static boolean oneFace(Comparison comparison) {
    return comparison.tables().stream().allMatch(table -> table.faces() == 1)
        && comparison.tables().stream()
                .flatMap(table -> table.lines().stream())
                .flatMap(line -> line.row().samples().stream())
                .map(Sample::identity)
                .distinct()
                .count()
            == 1;
  }

  private static boolean any(Comparison comparison, Predicate<Entry> wanted) {
    return comparison.tables().stream()
        .flatMap(table -> table.lines().stream())
        .flatMap(line -> line.entries().values().stream())
        .anyMatch(wanted);
  }
}
