package dev.triptych.cli.video;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The kinds of files that a film can be written to. */
public enum FilmFormat {
  /** H.264 in an MP4 file. */
  MP4(1 << 12) {
    @Override
    FilmWriter open(Path file, Timing timing) throws IOException {
      return new Mp4Film(file, timing);
    }
  },
  /** 256 colours a frame, which every program shows. */
  GIF(1 << 12) {
    @Override
    FilmWriter open(Path file, Timing timing) throws IOException {
      return new GifFilm(file, timing);
    }
  },
  /** Animated PNG: nothing is lost. */
  PNG(1 << 14) {
    @Override
    FilmWriter open(Path file, Timing timing) throws IOException {
      return new PngFilm(file, timing);
    }
  };

  private final int longestSide;

  FilmFormat(int longestSide) {
    this.longestSide = longestSide;
  }

  /** The kind that a file's name asks for by how it ends; empty if it is none of these. */
  public static Optional<FilmFormat> of(String file) {
    String lower = file.toLowerCase(Locale.ROOT);
    return Arrays.stream(values()).filter(format -> lower.endsWith(format.ending())).findFirst();
  }

  /** How names of such files end: {@code .mp4}. */
  public String ending() {
    return "." + name().toLowerCase(Locale.ROOT);
  }

  /** Pixels along a side that players and this program's encoders take. */
  public int longestSide() {
    return longestSide;
  }

  /** Begins a film. */
  public FilmWriter write(Path file, Timing timing) throws IOException {
    return open(file, timing);
  }

  abstract FilmWriter open(Path file, Timing timing) throws IOException;
}
