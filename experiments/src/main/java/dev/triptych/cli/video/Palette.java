package dev.triptych.cli.video;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The 256 colours that stand for a picture's: those of boxes that are halved at the median of their
 * longest side (Heckbert 1982, Color Image Quantization for Frame Buffer Display), which keeps the
 * background as it is and shares the rest out where the colours are.
 */
final class Palette {
  private static final int COLOURS = 256;
  private static final int BITS = 5; // of a channel: colours that agree in them share an entry

  private final IndexColorModel colours;
  private final byte[] nearest; // entry by the first bits of red, green and blue

  private Palette(IndexColorModel colours, byte[] nearest) {
    this.colours = colours;
    this.nearest = nearest;
  }

  /** Colours of alike pixels, and how many they are. */
  private static final class Bin {
    private final int place;
    private final long[] sums = new long[3];
    private long pixels;

    Bin(int place) {
      this.place = place;
    }

    int at(int channel) {
      return (place >> (BITS * (2 - channel))) & ((1 << BITS) - 1);
    }
  }

  /** Bins that get one entry, unless they are halved. */
  private record Box(List<Bin> bins, int longest, int length, long pixels) {
    static Box of(List<Bin> bins) {
      int longest = 0;
      int length = -1;
      for (int channel = 0; channel < 3; channel++) {
        int axis = channel;
        int span =
            bins.stream().mapToInt(bin -> bin.at(axis)).max().orElse(0)
                - bins.stream().mapToInt(bin -> bin.at(axis)).min().orElse(0);
        if (span > length) {
          longest = channel;
          length = span;
        }
      }
      return new Box(
          List.copyOf(bins), longest, length, bins.stream().mapToLong(bin -> bin.pixels).sum());
    }

    /** What is gained by halving it: large boxes first, and those of many pixels. */
    double gain() {
      return length * Math.sqrt((double) pixels);
    }

    List<Box> halves() {
      List<Bin> sorted = new ArrayList<>(bins);
      sorted.sort(Comparator.comparingInt(bin -> bin.at(longest)));
      long half = 0;
      int cut = 0;
      while (cut < sorted.size() - 1 && (cut == 0 || half < pixels / 2)) {
        half += sorted.get(cut++).pixels;
      }
      return List.of(Box.of(sorted.subList(0, cut)), Box.of(sorted.subList(cut, sorted.size())));
    }
  }

  static Palette of(BufferedImage picture) {
    Bin[] bins = new Bin[1 << (3 * BITS)];
    for (int rgb : pixels(picture)) {
      int place = place(rgb);
      Bin bin = bins[place] == null ? new Bin(place) : bins[place];
      bins[place] = bin;
      bin.pixels++;
      for (int channel = 0; channel < 3; channel++) {
        bin.sums[channel] += rgb >> (16 - 8 * channel) & 0xff;
      }
    }
    PriorityQueue<Box> boxes =
        new PriorityQueue<>(Comparator.comparingDouble(Box::gain).reversed());
    boxes.add(Box.of(Arrays.stream(bins).filter(bin -> bin != null).toList()));
    while (boxes.size() < COLOURS && boxes.element().length() > 0) {
      boxes.addAll(boxes.remove().halves());
    }
    byte[][] entries = new byte[3][boxes.size()];
    byte[] nearest = new byte[bins.length];
    int entry = 0;
    for (Box box : boxes) {
      for (int channel = 0; channel < 3; channel++) {
        int axis = channel;
        long sum = box.bins().stream().mapToLong(bin -> bin.sums[axis]).sum();
        entries[channel][entry] = (byte) Math.round((double) sum / box.pixels());
      }
      for (Bin bin : box.bins()) {
        nearest[bin.place] = (byte) entry;
      }
      entry++;
    }
    IndexColorModel colours = new IndexColorModel(8, entry, entries[0], entries[1], entries[2]);
    return new Palette(colours, nearest);
  }

  /** The picture in these colours. */
  BufferedImage apply(BufferedImage picture) {
    BufferedImage indexed =
        new BufferedImage(
            picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_BYTE_INDEXED, colours);
    int[] pixels = pixels(picture);
    byte[] entries = new byte[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      entries[i] = nearest[place(pixels[i])];
    }
    indexed.getRaster().setDataElements(0, 0, picture.getWidth(), picture.getHeight(), entries);
    return indexed;
  }

  private static int place(int rgb) {
    int red = rgb >> 19 & 0x1f;
    int green = rgb >> 11 & 0x1f;
    int blue = rgb >> 3 & 0x1f;
    return (((red << BITS) | green) << BITS) | blue;
  }

  private static int[] pixels(BufferedImage picture) {
    int width = picture.getWidth();
    return picture.getRGB(0, 0, width, picture.getHeight(), null, 0, width);
  }
}
