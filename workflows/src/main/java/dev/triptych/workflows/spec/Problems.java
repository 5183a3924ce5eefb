package dev.triptych.workflows.spec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Gathers every problem of a spec before anything is thrown. */
final class Problems {
  private final String prefix;
  private final List<Problem> found;
  private final List<Excess> excesses;

  Problems() {
    this("", new ArrayList<>(), new ArrayList<>());
  }

  private Problems(String prefix, List<Problem> found, List<Excess> excesses) {
    this.prefix = prefix;
    this.found = found;
    this.excesses = excesses;
  }

  /**
   * The same gathering, one level down: {@code in("edit").add("tau", …)} reports {@code edit.tau}.
   */
  Problems in(String field) {
    return new Problems(prefix + field + ".", found, excesses);
  }

  /** Whether nothing was found so far. */
  boolean none() {
    return found.isEmpty();
  }

  void add(String field, String message) {
    found.add(new Problem(prefix + field, message));
  }

  void require(boolean condition, String field, String message) {
    if (!condition) {
      add(field, message);
    }
  }

  /** Checks a nested record, which a spec bound from an incomplete file may lack. */
  <T> void section(String field, @Nullable T section, BiConsumer<T, Problems> check) {
    if (section == null) {
      add(field, "is missing");
    } else {
      check.accept(section, in(field));
    }
  }

  void present(String field, @Nullable Object value) {
    require(value != null, field, "is missing");
  }

  void text(String field, @Nullable String value) {
    require(value != null && !value.isBlank(), field, "is empty");
  }

  /** A text that must hold at least one of the words to be replaced, such as {@code {t}}. */
  void template(String field, @Nullable String value, String... words) {
    boolean holdsOne = value != null && Arrays.stream(words).anyMatch(value::contains);
    require(holdsOne, field, "must contain " + String.join(" or ", words));
  }

  void between(String field, double value, double min, double max) {
    // Written so that NaN is a problem too.
    boolean inside = value >= min && value <= max;
    require(inside, field, "must be between " + show(min) + " and " + show(max) + but(value));
  }

  /** {@code min < value <= max}. */
  void above(String field, double value, double min, double max) {
    boolean inside = value > min && value <= max;
    require(inside, field, "must be above " + show(min) + " and at most " + show(max) + but(value));
  }

  /**
   * {@code 0 <= value <= limit}, where another field is the limit. Silent if the limit itself has
   * no sense: that is reported of the other field.
   */
  void within(String field, double value, String limitField, double limit) {
    if (limit < 0) {
      return;
    }
    between(field, value, 0, limit);
    if (value > limit) {
      excesses.add(new Excess(prefix + field, prefix + limitField));
    }
  }

  void throwIfAny() {
    if (!found.isEmpty()) {
      throw new InvalidSpec(found, excesses);
    }
  }

  /** An unmodifiable copy that bears nulls, so that they are reported rather than thrown. */
  static <T> List<T> copy(@Nullable List<T> list) {
    return list == null ? List.of() : Collections.unmodifiableList(new ArrayList<>(list));
  }

  private static String but(double value) {
    return ", but is " + show(value);
  }

  private static String show(double value) {
    boolean whole = value == Math.rint(value) && Math.abs(value) < 1e9;
    return whole ? Long.toString((long) value) : Double.toString(value);
  }
}
