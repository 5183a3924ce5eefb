package dev.triptych.models.metrics;

import dev.triptych.models.eg3d.DepthMap;
import dev.triptych.models.images.Image;
import java.util.ArrayList;
import java.util.List;

/**
 * Multi-view consistency: a view is warped into its neighbour by the rendered depth, and compared
 * with it where the depths of both agree, that is, without what only one of them sees (the warping
 * error of Lai et al. 2018, with depth in place of optical flow and of its occlusion check).
 *
 * @param l1 mean absolute difference for each pair of neighbours that share a part of the surface,
 *     in colours from 0 to 1
 * @param psnr 10·log₁₀(1 / mean squared difference) for each of these pairs, in decibels; at most
 *     that of 8 bits' rounding
 */
@SuppressWarnings("ArrayRecordComponent") // plain results, never compared
public record ViewConsistency(double[] l1, double[] psnr) {
  /** Depths agree if they differ by less than this share of the distance. */
  private static final double AGREEMENT = .005;

  /** Neighbours are farther apart than the closest two by no more than this factor. */
  private static final double NEIGHBOURS = 1.25; // the diagonal of a square grid is 1.41

  private static final double ROUNDING = 1 / (12 * 255. * 255); // variance of 8 bits' rounding

  /** Differences of the pixels that two views share. */
  private static final class Shared {
    private double absolute;
    private double squared;
    private long count;

    void add(double difference) {
      absolute += Math.abs(difference);
      squared += difference * difference;
      count++;
    }
  }

  static ViewConsistency of(List<Image> pictures, List<DepthMap> views) {
    List<float[]> colours = pictures.stream().map(Image::colours).toList();
    double nearest = nearest(views);
    List<Shared> pairs = new ArrayList<>();
    for (int a = 0; a < views.size(); a++) {
      for (int b = 0; b < a; b++) {
        if (views.get(a).apart(views.get(b)) <= NEIGHBOURS * nearest) {
          Shared shared = new Shared();
          compare(views.get(a), colours.get(a), views.get(b), colours.get(b), shared);
          compare(views.get(b), colours.get(b), views.get(a), colours.get(a), shared);
          if (shared.count > 0) {
            pairs.add(shared);
          }
        }
      }
    }
    return new ViewConsistency(
        pairs.stream().mapToDouble(pair -> pair.absolute / pair.count).toArray(),
        pairs.stream()
            .mapToDouble(pair -> -10 * Math.log10(Math.max(ROUNDING, pair.squared / pair.count)))
            .toArray());
  }

  private static double nearest(List<DepthMap> views) {
    double nearest = Double.MAX_VALUE;
    for (int a = 0; a < views.size(); a++) {
      for (int b = 0; b < a; b++) {
        nearest = Math.min(nearest, views.get(a).apart(views.get(b)));
      }
    }
    return nearest;
  }

  /** Looks up each pixel of one view in the other. */
  private static void compare(
      DepthMap view, float[] colours, DepthMap other, float[] others, Shared shared) {
    int size = view.size();
    for (int row = 0; row < size; row++) {
      for (int column = 0; column < size; column++) {
        if (!view.solid(row, column)) {
          continue;
        }
        double[] seen = other.seen(view.point(row, column));
        int left = (int) Math.floor(seen[0]);
        int top = (int) Math.floor(seen[1]);
        if (left < 0
            || top < 0
            || left >= size - 1
            || top >= size - 1
            || !whole(other, top, left)) {
          continue;
        }
        Place place = new Place(top * size + left, size, seen[0] - left, seen[1] - top);
        if (Math.abs(place.of(other.depth(), 0) - seen[2]) > AGREEMENT * seen[2]) {
          continue; // hidden in one of them
        }
        for (int channel = 0; channel < 3; channel++) {
          int plane = channel * size * size;
          shared.add(colours[plane + row * size + column] - place.of(others, plane));
        }
      }
    }
  }

  private static boolean whole(DepthMap view, int top, int left) {
    return view.solid(top, left)
        && view.solid(top, left + 1)
        && view.solid(top + 1, left)
        && view.solid(top + 1, left + 1);
  }

  /** A place between four pixels. */
  private record Place(int at, int size, double across, double down) {
    /** The values of a plane that begins at {@code from}, bilinearly. */
    double of(float[] values, int from) {
      int i = from + at;
      double upper = values[i] + across * (values[i + 1] - values[i]);
      double lower = values[i + size] + across * (values[i + size + 1] - values[i + size]);
      return upper + down * (lower - upper);
    }
  }
}
