package dev.triptych.cli.video;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jcodec.codecs.h264.H264Encoder;
import org.jcodec.codecs.h264.encode.RateControl;
import org.jcodec.codecs.h264.io.model.SliceType;
import org.jcodec.common.Codec;
import org.jcodec.common.MuxerTrack;
import org.jcodec.common.VideoCodecMeta;
import org.jcodec.common.VideoEncoder.EncodedFrame;
import org.jcodec.common.io.NIOUtils;
import org.jcodec.common.io.SeekableByteChannel;
import org.jcodec.common.model.ColorSpace;
import org.jcodec.common.model.Packet;
import org.jcodec.common.model.Packet.FrameType;
import org.jcodec.common.model.Picture;
import org.jcodec.common.model.Size;
import org.jcodec.containers.mp4.muxer.MP4Muxer;
import org.jspecify.annotations.Nullable;

/** H.264 in an MP4 file, by JCodec. Colours are BT.601's with a quarter of the resolution. */
final class Mp4Film implements FilmWriter {
  private static final int TICKS = 90_000; // a second, as is usual
  private static final int QUALITY = 20; // quantisation: 0 loses nothing, 51 nearly all
  private static final int BETWEEN_KEY_FRAMES = 30;

  private final SeekableByteChannel file;
  private final MP4Muxer muxer;
  private final H264Encoder encoder = new H264Encoder(new Constant());
  private final Timing timing;
  private @Nullable MuxerTrack track;
  private int frame;

  Mp4Film(Path file, Timing timing) throws IOException {
    this.timing = timing;
    this.file = NIOUtils.writableChannel(file.toFile());
    this.muxer = MP4Muxer.createMP4MuxerToChannel(this.file);
    encoder.setKeyInterval(BETWEEN_KEY_FRAMES);
  }

  /** The same quality for all of every frame. */
  private static final class Constant implements RateControl {
    @Override
    public int startPicture(Size size, int most, SliceType type) {
      return QUALITY;
    }

    @Override
    public int initialQpDelta() {
      return 0;
    }

    @Override
    public int accept(int bits) {
      return 0;
    }
  }

  @Override
  public void add(BufferedImage picture) throws IOException {
    Picture yuv = yuv(picture);
    MuxerTrack to = track;
    if (to == null) {
      to =
          muxer.addVideoTrack(
              Codec.H264, VideoCodecMeta.createSimpleVideoCodecMeta(yuv.getSize(), yuv.getColor()));
      track = to;
    }
    EncodedFrame encoded =
        encoder.encodeFrame(yuv, ByteBuffer.allocate(encoder.estimateBufferSize(yuv)));
    to.addFrame(
        Packet.createPacket(
            encoded.getData(),
            timing.start(frame, TICKS),
            TICKS,
            timing.length(frame, TICKS),
            frame,
            encoded.isKeyFrame() ? FrameType.KEY : FrameType.INTER,
            null));
    frame++;
  }

  /** BT.601 with 16 as black and 235 as white, which players take unmarked films to be. */
  private static Picture yuv(BufferedImage picture) {
    int width = picture.getWidth();
    int height = picture.getHeight();
    // the encoder's only colour space; its range is a matter of the numbers alone
    Picture yuv = Picture.create(width, height, ColorSpace.YUV420J);
    byte[] luma = yuv.getPlaneData(0);
    byte[] blue = yuv.getPlaneData(1);
    byte[] red = yuv.getPlaneData(2);
    int[] pixels = picture.getRGB(0, 0, width, height, null, 0, width);
    int half = yuv.getPlaneWidth(1);
    double[] sums = new double[3];
    for (int y = 0; y < height; y += 2) {
      for (int x = 0; x < width; x += 2) {
        sums[0] = 0;
        sums[1] = 0;
        sums[2] = 0;
        for (int i = 0; i < 4; i++) {
          int at = (y + i / 2) * width + x + i % 2;
          int r = pixels[at] >> 16 & 0xff;
          int g = pixels[at] >> 8 & 0xff;
          int b = pixels[at] & 0xff;
          luma[at] = level(16 + (65.481 * r + 128.553 * g + 24.966 * b) / 255);
          sums[0] += r;
          sums[1] += g;
          sums[2] += b;
        }
        int at = y / 2 * half + x / 2;
        blue[at] = level(128 + (-37.797 * sums[0] - 74.203 * sums[1] + 112 * sums[2]) / 1020);
        red[at] = level(128 + (112 * sums[0] - 93.786 * sums[1] - 18.214 * sums[2]) / 1020);
      }
    }
    return yuv;
  }

  /** JCodec's bytes are less by 128. */
  private static byte level(double value) {
    return (byte) (Math.round(value) - 128);
  }

  @Override
  public void close() throws IOException {
    try (file) {
      muxer.finish();
    }
  }
}
