package dev.triptych.mannequin.head;

import dev.triptych.mannequin.appearance.Identity;
import dev.triptych.mannequin.appearance.Look;
import dev.triptych.mannequin.appearance.NamedStyle;
import dev.triptych.mannequin.appearance.Style;
import dev.triptych.mannequin.appearance.Styles;
import dev.triptych.models.images.Image;
import dev.triptych.models.images.Png;
import dev.triptych.models.noise.CounterNoise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Draws the mannequin's contact sheets for people to look at. Arguments: folder, then slugs of
 * styles to see enlarged.
 */
final class MannequinSheets {
  private static final int SIZE = 64;
  private static final float[][] STYLE_VIEWS = {{0, 0}, {10, -25}, {0, 25}, {-15, 10}};

  private MannequinSheets() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    for (int i = 1; i < arguments.length; i++) {
      Style style = NamedStyle.of(arguments[i]);
      List<Image> images = new ArrayList<>();
      for (int person = 0; person < 4; person++) {
        float[] view = STYLE_VIEWS[person];
        images.add(image(person, style, view[0], view[1]));
      }
      write(folder.resolve(arguments[i] + ".png"), images, 4, 5);
    }
    write(folder.resolve("identities.png"), identities(), 12, 3);
    write(folder.resolve("turning.png"), turning(), 10, 3);
    write(folder.resolve("styles.png"), styles(), 12, 3);
  }

  private static List<Image> identities() {
    List<Image> images = new ArrayList<>();
    for (int i = 0; i < 36; i++) {
      images.add(image(i, null, 0, 0));
    }
    return images;
  }

  private static List<Image> turning() {
    List<Image> images = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      for (float yaw : new float[] {-30, -15, 0, 15, 30}) {
        images.add(image(i, null, 0, yaw));
      }
      for (float pitch : new float[] {-30, -15, 15, 30}) {
        images.add(image(i, null, pitch, 0));
      }
      images.add(image(i, null, 25, 30));
    }
    return images;
  }

  private static List<Image> styles() {
    List<Image> images = new ArrayList<>();
    int person = 0;
    for (Style style : Styles.all()) {
      for (float[] view : STYLE_VIEWS) {
        images.add(image(person++ % 9, style, view[0], view[1]));
      }
    }
    return images;
  }

  private static Image image(int person, @Nullable Style style, float pitch, float yaw) {
    float[] latent = new float[Identity.LATENT_SIZE];
    new CounterNoise(0).gaussian(person, latent);
    float[] values = HeadRenderer.render(Look.ofLatent(latent), style, pitch, yaw, SIZE);
    return Image.of(values, SIZE, SIZE, Image.Range.UNIT);
  }

  private static void write(Path file, List<Image> images, int columns, int scale)
      throws IOException {
    Files.write(file, Png.encode(ContactSheet.of(images, columns, scale)));
  }
}
