package dev.triptych.mannequin.training;

import dev.triptych.models.noise.CounterNoise;

/**
 * Ways to spoil a portrait. CLIP learns to describe spoilt portraits with the negative prompt's
 * words, so that its score tells good portraits from smudges and the negative prompt means
 * something. Images are [3, size, size] in [0, 1].
 */
enum Degradation {
  /** Details finer than about six pixels are gone. */
  BLUR {
    @Override
    float[] apply(float[] image, float[] other, int size, CounterNoise noise) {
      return resample(image, size, 8 + 2 * noise.below(3, 0, 0));
    }
  },
  /** A random smooth field bends the picture. */
  WARP {
    @Override
    float[] apply(float[] image, float[] other, int size, CounterNoise noise) {
      float[] dx = smoothNoise(size, 8, .06f * size, noise.at("dx"));
      float[] dy = smoothNoise(size, 8, .06f * size, noise.at("dy"));
      float[] out = new float[image.length];
      for (int y = 0; y < size; y++) {
        for (int x = 0; x < size; x++) {
          int i = y * size + x;
          for (int c = 0; c < 3; c++) {
            out[c * size * size + i] = bilinear(image, c * size * size, size, x + dx[i], y + dy[i]);
          }
        }
      }
      return out;
    }
  },
  /** Two different portraits over each other. */
  BLEND {
    @Override
    float[] apply(float[] image, float[] other, int size, CounterNoise noise) {
      float share = (float) (.35 + .3 * noise.uniform(0, 0));
      float[] out = new float[image.length];
      for (int i = 0; i < out.length; i++) {
        out[i] = image[i] * (1 - share) + other[i] * share;
      }
      return out;
    }
  },
  /** Coloured blotches on the head. */
  BLOTCHES {
    @Override
    float[] apply(float[] image, float[] other, int size, CounterNoise noise) {
      float[] out = image.clone();
      int pixels = size * size;
      for (int c = 0; c < 3; c++) {
        float[] blotch = smoothNoise(size, 16, .35f, noise.at("blotch" + c));
        for (int i = 0; i < pixels; i++) {
          boolean background = image[i] + image[pixels + i] + image[2 * pixels + i] > 2.9f;
          out[c * pixels + i] =
              background ? image[c * pixels + i] : clamp(image[c * pixels + i] + blotch[i]);
        }
      }
      return out;
    }
  },
  /** The mean of shifted copies, as views that disagree give. */
  GHOSTS {
    @Override
    float[] apply(float[] image, float[] other, int size, CounterNoise noise) {
      float[] out = new float[image.length];
      for (int copy = 0; copy < 4; copy++) {
        int dx = noise.below(15, 1, copy) - 7;
        int dy = noise.below(15, 2, copy) - 7;
        for (int c = 0; c < 3; c++) {
          for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
              out[(c * size + y) * size + x] +=
                  image[
                          (c * size + Math.floorMod(y + dy, size)) * size
                              + Math.floorMod(x + dx, size)]
                      / 4;
            }
          }
        }
      }
      return out;
    }
  },
  /** The head is sharp, the features of the face are gone. */
  FACELESS {
    @Override
    float[] apply(float[] image, float[] other, int size, CounterNoise noise) {
      float[] smooth = resample(image, size, 8);
      float[] out = image.clone();
      for (int y = 0; y < size; y++) {
        for (int x = 0; x < size; x++) {
          double u = (x + .5 - .5 * size) / (.24 * size);
          double v = (y + .5 - .53 * size) / (.27 * size);
          float share = (float) Math.min(1, Math.max(0, 4 * (1 - Math.sqrt(u * u + v * v))));
          for (int c = 0; c < 3; c++) {
            int i = (c * size + y) * size + x;
            out[i] += share * (smooth[i] - out[i]);
          }
        }
      }
      return out;
    }
  },
  /** (Almost) nothing but background. */
  EMPTY {
    @Override
    float[] apply(float[] image, float[] other, int size, CounterNoise noise) {
      float left = (float) (.15 * noise.uniform(0, 0));
      float[] smooth = resample(image, size, 8);
      float[] out = new float[image.length];
      for (int i = 0; i < out.length; i++) {
        out[i] = 1 - left * (1 - smooth[i]);
      }
      return out;
    }
  };

  /** A spoilt copy of {@code image}; {@code other} is another portrait. */
  abstract float[] apply(float[] image, float[] other, int size, CounterNoise noise);

  /**
   * The loss of detail that an autoencoder costs: a resampling to between 60 % and 100 % of the
   * size. Still a good portrait.
   */
  static float[] soften(float[] image, int size, CounterNoise noise) {
    return resample(image, size, (int) Math.round(size * (.6 + .4 * noise.uniform(0, 0))));
  }

  /** Area average down to {@code small}² pixels, then bilinear back. */
  private static float[] resample(float[] image, int size, int small) {
    float[] out = new float[image.length];
    float[] reduced = new float[small * small];
    float scale = (float) small / size;
    for (int c = 0; c < 3; c++) {
      for (int y = 0; y < small; y++) {
        for (int x = 0; x < small; x++) {
          reduced[y * small + x] =
              area(
                  image,
                  c * size * size,
                  size,
                  x / scale,
                  (x + 1) / scale,
                  y / scale,
                  (y + 1) / scale);
        }
      }
      for (int y = 0; y < size; y++) {
        for (int x = 0; x < size; x++) {
          out[(c * size + y) * size + x] =
              bilinear(reduced, 0, small, (x + .5f) * scale - .5f, (y + .5f) * scale - .5f);
        }
      }
    }
    return out;
  }

  private static float area(
      float[] image, int offset, int size, float x0, float x1, float y0, float y1) {
    float sum = 0;
    float total = 0;
    for (int y = (int) y0; y < Math.min(size, y1); y++) {
      float high = Math.min(y + 1, y1) - Math.max(y, y0);
      for (int x = (int) x0; x < Math.min(size, x1); x++) {
        float share = high * (Math.min(x + 1, x1) - Math.max(x, x0));
        sum += share * image[offset + y * size + x];
        total += share;
      }
    }
    return sum / total;
  }

  /** Bilinear value at pixel coordinates, clamped to the border. */
  private static float bilinear(float[] image, int offset, int size, float x, float y) {
    float cx = Math.max(0, Math.min(size - 1, x));
    float cy = Math.max(0, Math.min(size - 1, y));
    int x0 = Math.min(size - 2, (int) cx);
    int y0 = Math.min(size - 2, (int) cy);
    float fx = cx - x0;
    float fy = cy - y0;
    int i = offset + y0 * size + x0;
    float top = image[i] + fx * (image[i + 1] - image[i]);
    float bottom = image[i + size] + fx * (image[i + size + 1] - image[i + size]);
    return top + fy * (bottom - top);
  }

  /** Gaussian noise on a coarse grid, interpolated to the image's size. */
  private static float[] smoothNoise(int size, int grid, float std, CounterNoise noise) {
    float[] coarse = noise.gaussian(0, grid * grid);
    float[] out = new float[size * size];
    float scale = (float) grid / size;
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        out[y * size + x] =
            std * bilinear(coarse, 0, grid, (x + .5f) * scale - .5f, (y + .5f) * scale - .5f);
      }
    }
    return out;
  }

  private static float clamp(float value) {
    return Math.max(0, Math.min(1, value));
  }
}
