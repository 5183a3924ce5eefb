package dev.triptych.models.photos;

import java.awt.Rectangle;

/**
 * The square of a photo that holds the head, in pixels of the upright picture. It may reach beyond
 * the picture, whose border goes on there.
 *
 * @param centreX of the square, from the left
 * @param centreY of the square, from the top
 * @param size of its side, above 0
 * @param roll degrees by which the head leans to the picture's right, clockwise: the square is
 *     turned as far, so that the head stands upright in it
 */
public record HeadSquare(double centreX, double centreY, double size, double roll) {
  /** The largest square in the middle. */
  public static HeadSquare middle(int width, int height) {
    return new HeadSquare(width / 2., height / 2., Math.min(width, height), 0);
  }

  /** The pixels that it touches, and one around them, as far as the picture goes. */
  Rectangle within(int width, int height) {
    double angle = Math.toRadians(roll);
    double half = size / 2 * (Math.abs(Math.cos(angle)) + Math.abs(Math.sin(angle)));
    int left = clamp(Math.floor(centreX - half) - 1, width - 1);
    int top = clamp(Math.floor(centreY - half) - 1, height - 1);
    int right = clamp(Math.ceil(centreX + half) + 1, width);
    int bottom = clamp(Math.ceil(centreY + half) + 1, height);
    return new Rectangle(left, top, Math.max(1, right - left), Math.max(1, bottom - top));
  }

  private static int clamp(double value, int most) {
    return (int) Math.max(0, Math.min(most, value));
  }
}
