package dev.triptych.models.mesh;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes numbers with their lowest byte first, some at a time. */
final class LittleEndian {
  private static final int LARGEST = 32; // of what is put at once

  private final OutputStream out;
  private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);

  LittleEndian(OutputStream out) {
    this.out = out;
  }

  void bytes(byte[] bytes) throws IOException {
    flush();
    out.write(bytes);
  }

  void put(byte value) throws IOException {
    room().put(value);
  }

  void put(short value) throws IOException {
    room().putShort(value);
  }

  void put(int value) throws IOException {
    room().putInt(value);
  }

  void put(float value) throws IOException {
    room().putFloat(value);
  }

  private ByteBuffer room() throws IOException {
    if (buffer.remaining() < LARGEST) {
      flush();
    }
    return buffer;
  }

  /** Hands everything on; to be called at the end. */
  void flush() throws IOException {
    out.write(buffer.array(), 0, buffer.position());
    buffer.clear();
  }
}
