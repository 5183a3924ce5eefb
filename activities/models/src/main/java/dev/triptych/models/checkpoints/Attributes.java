package dev.triptych.models.checkpoints;

import dev.triptych.models.checkpoints.Pickled.Bytes;
import dev.triptych.models.checkpoints.Pickled.Flag;
import dev.triptych.models.checkpoints.Pickled.Items;
import dev.triptych.models.checkpoints.Pickled.Made;
import dev.triptych.models.checkpoints.Pickled.Nothing;
import dev.triptych.models.checkpoints.Pickled.Real;
import dev.triptych.models.checkpoints.Pickled.Table;
import dev.triptych.models.checkpoints.Pickled.Text;
import dev.triptych.models.checkpoints.Pickled.Whole;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Settings among what was pickled; null stands for one that is missing or {@code None}. */
final class Attributes {
  private final Table table;

  Attributes(Table table) {
    this.table = table;
  }

  /** The settings below a key; none if there are none. */
  Attributes below(String key) {
    return new Attributes(table.get(key) instanceof Table inner ? inner : new Table());
  }

  Set<String> names() {
    return table.entries().keySet();
  }

  boolean has(String key) {
    Pickled value = table.get(key);
    return value != null && value != Nothing.NONE;
  }

  /** A number, also one of numpy's. */
  @Nullable Double number(String key) throws IOException {
    return number(table.get(key));
  }

  private static @Nullable Double number(@Nullable Pickled value) throws IOException {
    if (value instanceof Whole whole) {
      return (double) whole.value();
    } else if (value instanceof Real real) {
      return real.value();
    }
    return value instanceof Made made && made.callee().endsWith(".multiarray.scalar")
        ? scalar(made.arguments())
        : null;
  }

  private static @Nullable Double scalar(Items arguments) throws IOException {
    if (arguments.get(0) instanceof Made dtype
        && dtype.callee().equals("numpy.dtype")
        && dtype.arguments().get(0) instanceof Text type
        && arguments.get(1) instanceof Bytes bytes
        && bytes.region().length() == (type.value().endsWith("8") ? 8 : 4)) {
      ByteBuffer value = bytes.region().slice(0, (int) bytes.region().length());
      return switch (type.value()) {
        case "f8" -> value.getDouble();
        case "f4" -> (double) value.getFloat();
        case "i8" -> (double) value.getLong();
        case "i4" -> (double) value.getInt();
        default -> null;
      };
    }
    return null;
  }

  /** A number, or {@code fallback} if there is none. */
  double number(String key, double fallback) throws IOException {
    Double value = number(key);
    return value == null ? fallback : value;
  }

  /** A whole number of at most nine digits. */
  @Nullable Integer whole(String key) throws IOException {
    Double value = number(key);
    return value == null || value != Math.rint(value) || Math.abs(value) > 999_999_999
        ? null
        : (Integer) value.intValue();
  }

  boolean flag(String key, boolean fallback) {
    return table.get(key) instanceof Flag flag ? flag.value() : fallback;
  }

  @Nullable String text(String key) {
    return table.get(key) instanceof Text text ? Shown.of(text.value()) : null;
  }

  /** A list of numbers, or null if it is anything else. */
  @Nullable List<Double> numbers(String key) throws IOException {
    if (!(table.get(key) instanceof Items items) || items.values().size() > 16) {
      return null;
    }
    List<Double> numbers = new ArrayList<>();
    for (Pickled item : items.values()) {
      Double number = number(item);
      if (number == null) {
        return null;
      }
      numbers.add(number);
    }
    return numbers;
  }

  /** What stands at a key, for a message. */
  String shown(String key) throws IOException {
    Pickled value = table.get(key);
    Double number = number(value);
    if (number != null) {
      return number == Math.rint(number) ? Long.toString(number.longValue()) : number.toString();
    } else if (value instanceof Text text) {
      return "'" + Shown.of(text.value()) + "'";
    } else if (value instanceof Flag flag) {
      return Boolean.toString(flag.value());
    }
    return value == null ? "missing" : value == Nothing.NONE ? "None" : "of an unknown kind";
  }
}
