package dev.triptych.cli.video;

import dev.triptych.models.images.Png;
import java.awt.image.BufferedImage;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * An animated PNG (W3C, Portable Network Graphics, third edition, section 11.3.6): the chunks of
 * ordinary PNG files, one for each frame, in one file. Programs that know no animation show the
 * first frame.
 */
final class PngFilm implements FilmWriter {
  private static final int SIGNATURE = 8;
  private static final int AROUND = 12; // length, name and checksum of a chunk
  private static final int THOUSANDTHS = 1000;

  private final DataOutputStream out;
  private final Timing timing;
  private int frame;
  private int sequence;

  PngFilm(Path file, Timing timing) throws IOException {
    this.out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)));
    this.timing = timing;
  }

  @Override
  public void add(BufferedImage picture) throws IOException {
    byte[] png = Png.encode(picture);
    if (frame == 0) {
      out.write(png, 0, SIGNATURE);
    }
    boolean controlled = false;
    for (int at = SIGNATURE; at < png.length; ) {
      ByteBuffer chunk = ByteBuffer.wrap(png, at, png.length - at);
      int length = chunk.getInt();
      String name = new String(png, at + 4, 4, StandardCharsets.US_ASCII);
      byte[] content = Arrays.copyOfRange(png, at + 8, at + 8 + length);
      if (name.equals("IHDR") && frame == 0) {
        write(name, content);
        write("acTL", ByteBuffer.allocate(8).putInt(timing.frames()).putInt(0).array());
      } else if (name.equals("IDAT")) {
        if (!controlled) {
          control(picture);
          controlled = true;
        }
        data(content);
      }
      at += AROUND + length;
    }
    frame++;
  }

  private void control(BufferedImage picture) throws IOException {
    ByteBuffer control = ByteBuffer.allocate(26);
    control.putInt(sequence++).putInt(picture.getWidth()).putInt(picture.getHeight());
    control.putInt(0).putInt(0); // where it lies
    control.putShort((short) timing.length(frame, THOUSANDTHS)).putShort((short) THOUSANDTHS);
    control.put((byte) 0).put((byte) 0); // stays, and covers all
    write("fcTL", control.array());
  }

  private void data(byte[] content) throws IOException {
    if (frame == 0) {
      write("IDAT", content);
    } else {
      write(
          "fdAT", ByteBuffer.allocate(4 + content.length).putInt(sequence++).put(content).array());
    }
  }

  private void write(String name, byte[] content) throws IOException {
    byte[] letters = name.getBytes(StandardCharsets.US_ASCII);
    CRC32 checksum = new CRC32();
    checksum.update(letters);
    checksum.update(content);
    out.writeInt(content.length);
    out.write(letters);
    out.write(content);
    out.writeInt((int) checksum.getValue());
  }

  @Override
  public void close() throws IOException {
    try (out) {
      write("IEND", new byte[0]);
    }
  }
}
