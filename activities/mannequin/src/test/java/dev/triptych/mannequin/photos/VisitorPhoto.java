package dev.triptych.mannequin.photos;

import dev.triptych.mannequin.appearance.Look;
import dev.triptych.mannequin.head.HeadRenderer;
import dev.triptych.models.images.Jpeg;
import dev.triptych.models.images.Png;
import dev.triptych.models.noise.CounterNoise;
import dev.triptych.models.photos.HeadSquare;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A photo of somebody whom no prior has seen, as photos are and training pictures are not: the head
 * leans, stands to the side of a larger picture, in front of a wall, in the warm light of a window,
 * with a sensor's noise.
 *
 * @param seed of whom it shows and of the noise
 * @param pitch from where, degrees
 * @param yaw likewise
 */
record VisitorPhoto(long seed, float pitch, float yaw) {
  /** {@code experiments/photos/visitor.jpg}. */
  static final VisitorPhoto EXAMPLE = new VisitorPhoto(2_026_11, 6, -14);

  static final int WIDTH = 480;
  static final int HEIGHT = 480;

  /** The square around the head: left, top and size. */
  static final int LEFT = 50;

  static final int TOP = 130;
  static final int SIZE = 370;

  /** Degrees. */
  static final double ROLL = 8;

  private static final double NOISE = 5; // of 255 levels
  private static final int BACKGROUND = 205; // least level of what is around the head
  private static final int SEAM = 3; // pixels in which head and background mix
  private static final double BRIGHT = 1.12; // on the window's side
  private static final double DIM = .72;

  /** The square around the head. */
  static HeadSquare square() {
    return new HeadSquare(LEFT + SIZE / 2., TOP + SIZE / 2., SIZE, ROLL);
  }

  Look look() {
    return Look.ofLatent(new CounterNoise(seed).at("visitor").gaussian(0, 64));
  }

  /** As JPEG. */
  byte[] jpeg() {
    BufferedImage photo = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D wall = photo.createGraphics();
    wall.setPaint(
        new GradientPaint(0, 0, new Color(150, 168, 160), WIDTH, HEIGHT, new Color(92, 84, 78)));
    wall.fillRect(0, 0, WIDTH, HEIGHT);
    place(head(), wall);
    light(photo);
    return Jpeg.encode(photo);
  }

  /** As PNG: white where the photo shows the head, and black elsewhere. */
  byte[] mask() {
    BufferedImage head = head();
    for (int i = 0; i < SIZE * SIZE; i++) {
      int x = i % SIZE;
      int y = i / SIZE;
      head.setRGB(x, y, head.getRGB(x, y) | 0xffffff);
    }
    BufferedImage mask = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
    place(head, mask.createGraphics());
    return Png.encode(mask);
  }

  private static void place(BufferedImage head, Graphics2D picture) {
    picture.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    AffineTransform place = new AffineTransform();
    place.rotate(Math.toRadians(ROLL), LEFT + SIZE / 2., TOP + SIZE / 2.);
    place.translate(LEFT, TOP);
    picture.drawImage(head, place, null);
    picture.dispose();
  }

  /** The head alone; what lies around it is transparent. */
  private BufferedImage head() {
    float[] colours = HeadRenderer.render(look(), null, pitch, yaw, SIZE);
    BufferedImage head = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_ARGB);
    for (int i = 0; i < SIZE * SIZE; i++) {
      int rgb = 0xff000000;
      for (int channel = 0; channel < 3; channel++) {
        rgb |= Math.round(255 * colours[channel * SIZE * SIZE + i]) << (16 - 8 * channel);
      }
      head.setRGB(i % SIZE, i / SIZE, rgb);
    }
    clearAround(head);
    return head;
  }

  /**
   * Makes transparent what is bright and reached from the upper corners, and the seam around it.
   */
  private static void clearAround(BufferedImage head) {
    boolean[] cleared = new boolean[SIZE * SIZE];
    Deque<int[]> next = new ArrayDeque<>();
    next.add(new int[] {0, 0});
    next.add(new int[] {SIZE - 1, 0});
    while (!next.isEmpty()) {
      int[] at = next.remove();
      boolean inside = at[0] >= 0 && at[1] >= 0 && at[0] < SIZE && at[1] < SIZE;
      if (inside && !cleared[at[1] * SIZE + at[0]] && isBright(head.getRGB(at[0], at[1]))) {
        cleared[at[1] * SIZE + at[0]] = true;
        next.add(new int[] {at[0] + 1, at[1]});
        next.add(new int[] {at[0] - 1, at[1]});
        next.add(new int[] {at[0], at[1] + 1});
        next.add(new int[] {at[0], at[1] - 1});
      }
    }
    for (int i = 0; i < cleared.length; i++) {
      if (cleared[i]) {
        for (int k = 0; k < (2 * SEAM + 1) * (2 * SEAM + 1); k++) {
          int x = i % SIZE + k % (2 * SEAM + 1) - SEAM;
          int y = i / SIZE + k / (2 * SEAM + 1) - SEAM;
          head.setRGB(Math.max(0, Math.min(SIZE - 1, x)), Math.max(0, Math.min(SIZE - 1, y)), 0);
        }
      }
    }
  }

  private static boolean isBright(int rgb) {
    Color colour = new Color(rgb);
    return Math.min(colour.getRed(), Math.min(colour.getGreen(), colour.getBlue())) > BACKGROUND;
  }

  private void light(BufferedImage photo) {
    double[] tint = {1.04, 1, .9};
    float[] noise = new CounterNoise(seed).at("sensor").gaussian(0, 3 * WIDTH * HEIGHT);
    int[] pixel = new int[3];
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        double window = BRIGHT + (DIM - BRIGHT) * x / WIDTH;
        photo.getRaster().getPixel(x, y, pixel);
        for (int channel = 0; channel < 3; channel++) {
          double level =
              pixel[channel] * window * tint[channel]
                  + NOISE * noise[(channel * HEIGHT + y) * WIDTH + x];
          pixel[channel] = (int) Math.max(0, Math.min(255, Math.round(level)));
        }
        photo.getRaster().setPixel(x, y, pixel);
      }
    }
  }
}
