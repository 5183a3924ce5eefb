package dev.triptych.cli.compare;

import dev.triptych.cli.compare.Entry.Mark;
import dev.triptych.cli.compare.Sample.Subject;
import dev.triptych.workflows.portrait.Measure;
import dev.triptych.workflows.portrait.Metric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Rows compared by some quantities.
 *
 * @param group what it is of; empty if it is of everything
 * @param step of fine-tuning after which all was scored; null for the end
 * @param baseline label of the row that others are compared with; null if it is not among them
 * @param references of the same measure over other pictures, by what these are
 */
record Table(
    String group,
    @Nullable Integer step,
    @Nullable String baseline,
    List<Quantity> quantities,
    List<Line> lines,
    List<Reference> references) {

  /** Empty if there is no other table. */
  String heading() {
    return step == null
        ? group
        : (group.isEmpty() ? "" : group + ", ") + "after " + step + " steps";
  }

  /** The same as a part of something that is called so. */
  Table within(String name) {
    String inner = group.isEmpty() ? name : name + ", " + group;
    return new Table(inner, step, baseline, quantities, lines, references);
  }

  /** A row with its entries by the names of quantities. */
  record Line(Row row, Map<String, Entry> entries) {
    Entry entry(Quantity quantity) {
      return Objects.requireNonNull(entries.get(quantity.name()));
    }
  }

  /**
   * Other pictures, by the measure of one of the quantities: what can be expected of it.
   *
   * @param pictures for instance {@code plain}
   * @param quantity name of the quantity beside which it stands
   */
  record Reference(String pictures, String quantity, Estimate estimate) {}

  /**
   * @param variant the one to compare with
   */
  static Table of(
      String group,
      @Nullable Integer step,
      List<Row> rows,
      String variant,
      List<Quantity> quantities) {
    Row baseline =
        rows.stream()
            .filter(row -> row.samples().get(0).variant().equals(variant))
            .findFirst()
            .orElse(null);
    Map<String, Row> best = new HashMap<>();
    for (Quantity quantity : quantities) {
      Row first = best(rows, quantity);
      if (first != null) {
        best.put(quantity.name(), first);
      }
    }
    List<Line> lines = new ArrayList<>();
    for (Row row : rows) {
      Map<String, Entry> entries = new HashMap<>();
      for (Quantity quantity : quantities) {
        entries.put(quantity.name(), entry(row, quantity, baseline, best.get(quantity.name())));
      }
      lines.add(new Line(row, entries));
    }
    return new Table(
        group,
        step,
        baseline == null ? null : baseline.label(),
        quantities,
        lines,
        references(baseline == null ? rows.get(0) : baseline, quantities));
  }

  private static Entry entry(
      Row row, Quantity quantity, @Nullable Row baseline, @Nullable Row best) {
    Map<Subject, Double> values = row.values(quantity.name());
    if (values.isEmpty()) {
      return new Entry(null, null, Mark.NONE);
    }
    PairedDifference minusBaseline =
        baseline == null || same(baseline, row) ? null : difference(row, baseline, quantity);
    PairedDifference minusBest = best == null ? null : difference(row, best, quantity);
    Mark mark =
        best != null && same(best, row)
            ? Mark.BEST
            : minusBest != null && minusBest.undecided() ? Mark.TIE : Mark.NONE;
    return new Entry(estimate(values), minusBaseline, mark);
  }

  /** Labels are unique in a table. */
  private static boolean same(Row one, Row other) {
    return one.label().equals(other.label());
  }

  private static Estimate estimate(Map<Subject, Double> values) {
    return Estimate.of(values.values().stream().mapToDouble(value -> value).toArray());
  }

  /** The row with the best mean; null if none is better than another. */
  private static @Nullable Row best(List<Row> rows, Quantity quantity) {
    Row best = null;
    double mean = 0;
    int compared = 0;
    for (Row row : rows) {
      Map<Subject, Double> values = row.values(quantity.name());
      if (!values.isEmpty()) {
        compared++;
        double own = estimate(values).mean();
        if (best == null || quantity.prefers(own, mean)) {
          best = row;
          mean = own;
        }
      }
    }
    return compared > 1 && quantity.better() != Measure.Better.NEITHER ? best : null;
  }

  /** {@code row} minus {@code other}; null if they share no portrait. */
  static @Nullable PairedDifference difference(Row row, Row other, Quantity quantity) {
    Map<Subject, Double> theirs = other.values(quantity.name());
    List<Double> differences = new ArrayList<>();
    row.values(quantity.name())
        .forEach(
            (subject, value) -> {
              Double paired = theirs.get(subject);
              if (paired != null) {
                differences.add(value - paired);
              }
            });
    return differences.isEmpty()
        ? null
        : PairedDifference.of(differences.stream().mapToDouble(value -> value).toArray());
  }

  private static List<Reference> references(Row row, List<Quantity> quantities) {
    List<Reference> references = new ArrayList<>();
    for (Quantity quantity : quantities) {
      for (Metric metric : quantity.references()) {
        Map<Subject, Double> values = row.values(metric.slug());
        if (!values.isEmpty()) {
          references.add(
              new Reference(
                  metric.of().name().toLowerCase(Locale.ROOT), quantity.name(), estimate(values)));
        }
      }
    }
    return references;
  }

  /** The pictures that references are of, in the order of the metrics. */
  List<String> pictures() {
    return Arrays.stream(Metric.Of.values())
        .map(of -> of.name().toLowerCase(Locale.ROOT))
        .filter(of -> references.stream().anyMatch(reference -> reference.pictures().equals(of)))
        .toList();
  }

  @Nullable Estimate reference(String pictures, Quantity quantity) {
    return references.stream()
        .filter(r -> r.pictures().equals(pictures) && r.quantity().equals(quantity.name()))
        .map(Reference::estimate)
        .findFirst()
        .orElse(null);
  }

  /** How many different things of a kind the portraits are of. */
  int count(Function<Sample, Object> kind) {
    return (int)
        lines.stream().flatMap(line -> line.row().samples().stream()).map(kind).distinct().count();
  }

  /** Whether there are several seeds, each with a face of its own. */
  boolean ownFaces() {
    return count(Sample::seed) > 1
        && lines.stream().flatMap(line -> line.row().samples().stream()).allMatch(Sample::ownFace);
  }

  /** How many different faces the portraits are of. */
  int faces() {
    return lines.stream()
        .flatMap(line -> line.row().samples().stream())
        .map(Sample::scoredOn)
        .distinct()
        .mapToInt(Sample.Faces::count)
        .sum();
  }
}
