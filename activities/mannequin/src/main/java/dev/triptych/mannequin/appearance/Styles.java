package dev.triptych.mannequin.appearance;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The styles that the mannequin world knows, in a fixed order: a style's index is part of cached
 * data.
 */
public final class Styles {
  private static final List<Style> ALL = load();

  private Styles() {}

  /** All styles; a style's place in the list is its index. */
  public static List<Style> all() {
    return ALL;
  }

  /** The index of a style of {@link #all()}. */
  public static int index(Style style) {
    int index = ALL.indexOf(style);
    if (index < 0) {
      throw new IllegalArgumentException("Not one of the mannequin's styles: " + style.slug());
    }
    return index;
  }

  /**
   * One style as the resource spells it: a paint is [red, green, blue] or [red, green, blue,
   * cover].
   */
  private record Entry(
      String slug,
      String phrase,
      @Nullable Boolean asymmetric,
      @Nullable Map<Trait, Float> traits,
      @Nullable Map<Paint, float[]> paints) {

    Style toStyle() {
      Map<Paint, Style.Coat> coats = new EnumMap<>(Paint.class);
      if (paints != null) {
        paints.forEach((paint, numbers) -> coats.put(paint, coat(numbers)));
      }
      return new Style(
          slug,
          phrase,
          !Boolean.TRUE.equals(asymmetric),
          traits == null ? Map.of() : traits,
          coats);
    }

    private static Style.Coat coat(float[] numbers) {
      Rgb colour = new Rgb(numbers[0], numbers[1], numbers[2]);
      return new Style.Coat(colour, numbers.length > 3 ? numbers[3] : 1);
    }
  }

  private static List<Style> load() {
    ObjectMapper json = JsonMapper.builder().build();
    try (InputStream in = Objects.requireNonNull(Styles.class.getResourceAsStream("styles.json"))) {
      return json.readValue(in, new TypeReference<List<Entry>>() {}).stream()
          .map(Entry::toStyle)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("styles.json in the jar cannot be read", e);
    }
  }
}
