package dev.triptych.models.torch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Packs kernel source into the archive that {@code torch.jit.load} reads: a zip of stored entries
 * with a pickle of one attribute-free object of class {@code __torch__.Kernels} and the class's
 * source.
 */
final class TorchScriptArchive {
  private TorchScriptArchive() {}

  static byte[] pack(String methods) throws IOException {
    StringBuilder source = new StringBuilder();
    source.append(
        "class Kernels(Module):\n  __parameters__ = []\n  __buffers__ = []\n  training : bool\n");
    for (String line : methods.split("\n", -1)) {
      if (!line.isBlank() && !line.startsWith("#")) {
        source.append("  ").append(typed(line)).append('\n');
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      store(zip, "data.pkl", modulePickle());
      store(zip, "code/__torch__.py", source.toString().getBytes(StandardCharsets.UTF_8));
      store(zip, "constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
      // Format 3 is the oldest that the sources here need.
      store(zip, "version", "3\n".getBytes(StandardCharsets.US_ASCII));
    }
    return bytes.toByteArray();
  }

  /**
   * A definition must name the type of its module; a call such as {@code f(self.g(x))} must not.
   */
  private static String typed(String line) {
    return line.startsWith("def ")
        ? line.replaceFirst("\\(self", "(self: __torch__.Kernels")
        : line;
  }

  /**
   * PROTO 2, GLOBAL __torch__ Kernels, EMPTY_TUPLE, NEWOBJ, EMPTY_DICT, 'training' NEWFALSE
   * SETITEM, BUILD, STOP.
   */
  private static byte[] modulePickle() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(new byte[] {(byte) 0x80, 2});
    out.write("c__torch__\nKernels\n)".getBytes(StandardCharsets.US_ASCII));
    out.write(new byte[] {(byte) 0x81, '}', 'X', 8, 0, 0, 0});
    out.write("training".getBytes(StandardCharsets.US_ASCII));
    out.write(new byte[] {(byte) 0x89, 's', 'b', '.'});
    return out.toByteArray();
  }

  private static void store(ZipOutputStream zip, String name, byte[] data) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(data);
    ZipEntry entry = new ZipEntry("kernels/" + name);
    entry.setMethod(ZipEntry.STORED); // libtorch maps entries: they must not be compressed
    entry.setSize(data.length);
    entry.setCompressedSize(data.length);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(data);
    zip.closeEntry();
  }
}
