package dev.triptych.models.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a layer takes, so that an array of another shape or type is refused with the layer's name
 * instead of failing somewhere within an operator.
 *
 * <p>Shapes are written as people write them: {@code [n, 3, 4h, 4w]} has four axes, three channels
 * and sides that are multiples of four. A letter stands for any size above 0, and for the same one
 * wherever it comes again; {@code or} joins alternatives; a word before the first bracket names the
 * argument of a layer that takes several.
 */
public final class Input {
  private static final Pattern WRITTEN =
      Pattern.compile("(?:\\w+ )?(\\[[^\\]]*](?: or \\[[^\\]]*])*)");
  private static final Set<DataType> HALVES =
      Set.of(DataType.FLOAT16, DataType.BFLOAT16, DataType.UNKNOWN); // what DJL calls bf16
  private static final Pattern AXIS = Pattern.compile("(\\d*)(\\p{Alpha}*)");

  /** One size: a number, or a multiple of what the letter stands for. */
  private record Axis(long factor, String letter) {
    static Axis of(String written) {
      Matcher matcher = AXIS.matcher(written);
      if (written.isEmpty() || !matcher.matches()) {
        throw new IllegalArgumentException("not the size of an axis: '" + written + "'");
      }
      return new Axis(
          matcher.group(1).isEmpty() ? 1 : Long.parseLong(matcher.group(1)), matcher.group(2));
    }

    boolean fits(long size, Map<String, Long> letters) {
      if (letter.isEmpty()) {
        return size == factor;
      }
      if (size < 1 || size % factor != 0) {
        return false;
      }
      Long known = letters.putIfAbsent(letter, size / factor);
      return known == null || known == size / factor;
    }
  }

  private final String layer;
  private final String written;
  private final DataType type;
  private final List<List<Axis>> alternatives = new ArrayList<>();
  private volatile boolean seen;

  Input(String layer, String written, DataType type) {
    this.layer = layer;
    this.written = written.replaceAll("\\b1(?=\\p{Alpha})", "");
    this.type = type;
    Matcher matcher = WRITTEN.matcher(written);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("no shape: '" + written + "'");
    }
    for (String shape : matcher.group(1).split(" or ", -1)) {
      String axes = shape.substring(1, shape.length() - 1);
      alternatives.add(Arrays.stream(axes.split(", ", -1)).map(Axis::of).toList());
    }
  }

  /**
   * Looks at an array that comes from outside the network.
   *
   * @return {@code given}
   * @throws IllegalArgumentException if it is not what the layer takes
   */
  public NDArray check(NDArray given) {
    return check(given, given.getDataType() == type);
  }

  private NDArray check(NDArray given, boolean typed) {
    Shape shape = given.getShape();
    if (!typed || alternatives.stream().noneMatch(a -> fits(a, shape))) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: takes %s %s, but is given %s %s",
              layer,
              written,
              name(type),
              Arrays.toString(shape.getShape()),
              name(given.getDataType())));
    }
    return given;
  }

  /**
   * As {@link #check}, until an array was right: what a layer is given by the layer before it
   * cannot change in kind, and this costs a later call nothing. Within a network of half precision
   * that may be another floating-point type.
   */
  public NDArray checkFirst(NDArray given) {
    if (!seen) {
      DataType actual = given.getDataType();
      check(given, actual == type || (type == DataType.FLOAT32 && HALVES.contains(actual)));
      seen = true;
    }
    return given;
  }

  private static boolean fits(List<Axis> axes, Shape shape) {
    if (axes.size() != shape.dimension()) {
      return false;
    }
    Map<String, Long> letters = new HashMap<>();
    for (int i = 0; i < axes.size(); i++) {
      if (!axes.get(i).fits(shape.get(i), letters)) {
        return false;
      }
    }
    return true;
  }

  private static String name(DataType type) {
    return type.name().toLowerCase(Locale.ROOT);
  }
}
