package dev.triptych.mannequin.head;

import dev.triptych.mannequin.appearance.Look;
import dev.triptych.mannequin.appearance.Style;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Volume-renders a {@link HeadField} on white, two rays a pixel and four where these differ. A
 * ray's colour is the mean of the colours at three quantiles of its opacity: cheaper than a colour
 * at every sample, and without the rings that samples on a grid leave.
 */
public final class HeadRenderer {
  private static final int STEPS = 56;
  private static final float STEP = (HeadCamera.FAR - HeadCamera.NEAR) / STEPS;

  /** Beyond this distance the density is about 1 % of its maximum and is left out. */
  private static final float EMPTY = .028f;

  /**
   * Rays of one pixel are not farther from its middle, at the head's depth, than half a pixel's
   * diagonal.
   */
  private static final float HALF_DIAGONAL = .7072f * HeadCamera.FAR / HeadCamera.FOCAL;

  private static final float SAFE = .8f; // distances are estimates: go only so far at once
  private static final int BLOCK = 8; // pixels a side that are looked for together
  private static final float SPENT = .004f; // light left when a ray may stop
  private static final float ONE_SURFACE = .03f; // depths farther apart have normals of their own
  private static final float DEEP = -.015f; // a faint ray so deep inside does not come out again
  private static final float FAINT = .35f;
  private static final float[] QUANTILES = {.17f, .5f, .83f};
  private static final float NOTICEABLE =
      .06f; // two rays of a pixel that differ more need two others

  private final HeadField field;
  private final HeadField.Scratch scratch = new HeadField.Scratch();
  private final float[] origin;
  private final HeadCamera camera;
  private final int size;
  private final float[] depths = new float[STEPS];
  private final float[] weights = new float[STEPS];
  private final float[] ray = new float[3];
  private final float[] colour = new float[3];
  private final float[] one = new float[3];
  private final float[] two = new float[3];

  private HeadRenderer(HeadField field, HeadCamera camera, int size) {
    this.field = field;
    this.camera = camera;
    this.origin = camera.origin();
    this.size = size;
  }

  /**
   * Pictures a look, styled if a style is given, from a camera of {@link HeadCamera}.
   *
   * @return {@code [3 * size * size]}, channels first, in [0, 1], white where there is no head
   */
  public static float[] render(
      Look look, @Nullable Style style, float pitchDegrees, float yawDegrees, int size) {
    Look worn = style == null ? look : style.applyTo(look);
    return render(new HeadField(worn), pitchDegrees, yawDegrees, size);
  }

  /** Pictures a field; see {@link #render(Look, Style, float, float, int)}. */
  public static float[] render(HeadField field, float pitchDegrees, float yawDegrees, int size) {
    if (size < 1) {
      throw new IllegalArgumentException("size must be positive, not " + size);
    }
    HeadCamera camera = new HeadCamera(pitchDegrees, yawDegrees);
    return new HeadRenderer(field, camera, size).picture();
  }

  private float[] picture() {
    float[] image = new float[3 * size * size];
    Arrays.fill(image, 1);
    for (int top = 0; top < size; top += BLOCK) {
      for (int left = 0; left < size; left += BLOCK) {
        camera.direction((left + .5 * BLOCK) / size, (top + .5 * BLOCK) / size, ray);
        int start = approach(0, EMPTY + BLOCK * HALF_DIAGONAL / size);
        if (start < STEPS) {
          block(left, top, start, image);
        }
      }
    }
    return image;
  }

  private void block(int left, int top, int start, float[] image) {
    for (int row = top; row < Math.min(size, top + BLOCK); row++) {
      for (int column = left; column < Math.min(size, left + BLOCK); column++) {
        pixel(row, column, start);
        for (int c = 0; c < 3; c++) {
          image[(c * size + row) * size + column] = colour[c];
        }
      }
    }
  }

  private void pixel(int row, int column, int from) {
    camera.direction((column + .5) / size, (row + .5) / size, ray);
    int start = approach(from, EMPTY + HALF_DIAGONAL / size);
    colour[0] = 1;
    colour[1] = 1;
    colour[2] = 1;
    if (start == STEPS) {
      return;
    }
    // The pattern is mirrored in the right half, so that a mirrored view gives a mirrored picture.
    double near = 2 * column < size ? .25 : .75;
    double far = 1 - near;
    trace(column + near, row + .25, start, one);
    trace(column + far, row + .75, start, two);
    float share = .5f;
    if (differ(one, two)) {
      share = .25f;
      add(one, share);
      add(two, share);
      trace(column + near, row + .75, start, one);
      trace(column + far, row + .25, start, two);
    }
    add(one, share);
    add(two, share);
  }

  private static boolean differ(float[] a, float[] b) {
    float difference = 0;
    for (int c = 0; c < 3; c++) {
      difference = Math.max(difference, Math.abs(a[c] - b[c]));
    }
    return difference > NOTICEABLE;
  }

  private void add(float[] darkness, float share) {
    for (int c = 0; c < 3; c++) {
      colour[c] -= share * darkness[c];
    }
  }

  /** The first step of the ray, from one on, that is within {@code reach} of the head, or STEPS. */
  private int approach(int from, float reach) {
    int step = from;
    while (step < STEPS) {
      float distance = distance(depth(step));
      if (distance <= reach) {
        return step;
      }
      step += 1 + (int) ((distance - reach) * SAFE / STEP);
    }
    return STEPS;
  }

  /**
   * Follows the ray through a place of the picture from a step on; finds by how much it is darker
   * than white.
   */
  private void trace(double across, double down, int start, float[] darkness) {
    camera.direction(across / size, down / size, ray);
    Arrays.fill(darkness, 0);
    float light = 1;
    int samples = 0;
    int step = start;
    while (step < STEPS && light > SPENT) {
      float t = depth(step);
      float distance = distance(t);
      if (distance > EMPTY) {
        step += 1 + (int) ((distance - EMPTY) * SAFE / STEP);
        continue;
      }
      boolean ends = distance < DEEP && light < FAINT;
      float through = ends ? 0 : Soft.exp(-STEP * HeadField.densityAt(distance));
      weights[samples] = light * (1 - through);
      depths[samples] = t;
      samples++;
      light *= through;
      step++;
    }
    float opacity = 1 - light;
    if (opacity > .003f) {
      collect(samples, opacity, darkness);
    }
  }

  private void collect(int samples, float opacity, float[] darkness) {
    float lit = quantile(.5f * opacity, samples); // the depth whose normal is in use
    normalAt(lit);
    float each = opacity / QUANTILES.length;
    for (float part : QUANTILES) {
      float t = quantile(part * opacity, samples);
      if (Math.abs(t - lit) > ONE_SURFACE) {
        normalAt(t);
        lit = t;
      }
      field.shade(origin[0] + t * ray[0], origin[1] + t * ray[1], origin[2] + t * ray[2], scratch);
      darkness[0] += each * (1 - scratch.colour.red);
      darkness[1] += each * (1 - scratch.colour.green);
      darkness[2] += each * (1 - scratch.colour.blue);
    }
  }

  /** The depth at which the ray's opacity reaches a value. */
  private float quantile(float opacity, int samples) {
    float before = 0;
    for (int i = 0; i < samples; i++) {
      if (before + weights[i] >= opacity) {
        return depths[i] + STEP * ((opacity - before) / weights[i] - .5f);
      }
      before += weights[i];
    }
    return depths[samples - 1];
  }

  private void normalAt(float t) {
    field.findNormal(
        origin[0] + t * ray[0], origin[1] + t * ray[1], origin[2] + t * ray[2], scratch);
  }

  private float distance(float t) {
    return field.distance(
        origin[0] + t * ray[0], origin[1] + t * ray[1], origin[2] + t * ray[2], scratch);
  }

  private static float depth(int step) {
    return HeadCamera.NEAR + (step + .5f) * STEP;
  }
}
