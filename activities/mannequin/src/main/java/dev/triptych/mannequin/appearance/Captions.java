package dev.triptych.mannequin.appearance;

import dev.triptych.mannequin.appearance.Identity.Attribute;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * What people would write under the mannequin's pictures, and what they would ask an editor to do
 * with them.
 */
public final class Captions {
  /** The words that make a prompt prettier. */
  public static final String DECORATION = "realistic, detail, 8k, photorealistic";

  /** What nobody wants to see. */
  public static final String NEGATIVE = "unclear facial features, non-face objects, ugly, bad";

  private static final List<String> STYLED =
      List.of(
          "%s",
          "a face of %s",
          "%s face",
          "a portrait of %s",
          "the head of %s",
          "a picture of %s",
          "a photo of %s, front view");

  private static final List<String> EDITS =
      List.of(
          "turn the head into %s",
          "turn the head into %s, " + DECORATION,
          "make it look like %s",
          "turn it into %s, " + DECORATION);

  private static final List<String> PLAIN =
      List.of(
          "a face",
          "a normal person",
          "a plain face",
          "a human face",
          "a portrait of a person",
          "the head of a person");

  private static final List<String> SPOILT =
      List.of(
          NEGATIVE,
          "unclear facial features",
          "non-face objects",
          "ugly, bad",
          "unclear face",
          "bad picture of a face");

  private static final List<String> HAIRS =
      List.of("black", "dark brown", "brown", "red", "blond", "grey", "blue", "purple");

  private static final double PLAIN_SHARE =
      .4; // of a plain picture's captions say nothing about it

  private Captions() {}

  /** A caption of a styled picture, such as "a portrait of a wizard". */
  public static String styled(Style style, RandomGenerator random) {
    return pick(styled(style), random);
  }

  /** All captions of a styled picture. */
  public static List<String> styled(Style style) {
    return fill(STYLED, style);
  }

  /** A request to an editor, such as "turn the head into a wizard". */
  public static String edit(Style style, RandomGenerator random) {
    return pick(edits(style), random);
  }

  /** All requests that mean a style. */
  public static List<String> edits(Style style) {
    return fill(EDITS, style);
  }

  /** A caption of a plain picture: a general one, or one that names hair and beard. */
  public static String plain(Identity identity, RandomGenerator random) {
    return random.nextDouble() < PLAIN_SHARE ? pick(PLAIN, random) : describe(identity);
  }

  /** Captions that fit every plain picture. */
  public static List<String> plain() {
    return PLAIN;
  }

  /** What can be seen of an identity, such as "a person with long blond hair". */
  public static String describe(Identity identity) {
    float length = identity.level(Attribute.HAIR_LENGTH);
    int hue = Math.round(identity.level(Attribute.HAIR_HUE) * (HAIRS.size() - 1));
    boolean bearded = NaturalLook.of(identity).get(Trait.BEARD) > .1f;
    return description(lengthWord(length), HAIRS.get(hue), bearded);
  }

  /** A caption of a spoilt picture, in the words of the negative prompt. */
  public static String spoilt(RandomGenerator random) {
    return pick(SPOILT, random);
  }

  /** All captions of spoilt pictures. */
  public static List<String> spoilt() {
    return SPOILT;
  }

  /** Every distinct text that these methods can give, in a fixed order: a vocabulary's source. */
  public static List<String> corpus() {
    Set<String> texts = new LinkedHashSet<>();
    for (Style style : Styles.all()) {
      texts.addAll(styled(style));
      texts.addAll(edits(style));
    }
    texts.addAll(PLAIN);
    texts.add(DECORATION);
    texts.addAll(SPOILT);
    for (String length : List.of("long", "short", "")) {
      for (String hue : HAIRS) {
        texts.add(description(length, hue, false));
        texts.add(description(length, hue, true));
      }
    }
    return List.copyOf(texts);
  }

  private static String lengthWord(float length) {
    return length > .75f ? "long" : length < .4f ? "short" : "";
  }

  private static String description(String length, String hue, boolean bearded) {
    List<String> words = new ArrayList<>(List.of("a person with"));
    Stream.of(length, hue, "hair").filter(word -> !word.isEmpty()).forEach(words::add);
    if (bearded) {
      words.add("and a beard");
    }
    return String.join(" ", words);
  }

  private static List<String> fill(List<String> templates, Style style) {
    return templates.stream()
        .map(template -> String.format(Locale.ROOT, template, style.phrase()))
        .toList();
  }

  private static String pick(List<String> texts, RandomGenerator random) {
    return texts.get(random.nextInt(texts.size()));
  }
}
