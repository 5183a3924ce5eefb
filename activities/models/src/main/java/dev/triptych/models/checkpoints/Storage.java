package dev.triptych.models.checkpoints;

import dev.triptych.models.checkpoints.Pickled.Global;
import dev.triptych.models.checkpoints.Pickled.Items;
import dev.triptych.models.checkpoints.Pickled.Persistent;
import dev.triptych.models.checkpoints.Pickled.Text;
import dev.triptych.models.checkpoints.Pickled.Whole;
import dev.triptych.models.weights.Dtype;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The numbers that tensors are views of.
 *
 * @param dtype null for a kind of number that is not read here
 * @param count of numbers
 */
record Storage(String type, @Nullable Dtype dtype, long count, Region bytes) {
  private static final Map<String, Dtype> BY_STORAGE =
      Map.ofEntries(
          Map.entry("DoubleStorage", Dtype.F64),
          Map.entry("FloatStorage", Dtype.F32),
          Map.entry("HalfStorage", Dtype.F16),
          Map.entry("BFloat16Storage", Dtype.BF16),
          Map.entry("LongStorage", Dtype.I64),
          Map.entry("IntStorage", Dtype.I32),
          Map.entry("ShortStorage", Dtype.I16),
          Map.entry("CharStorage", Dtype.I8),
          Map.entry("ByteStorage", Dtype.U8),
          Map.entry("BoolStorage", Dtype.BOOL),
          Map.entry("UntypedStorage", Dtype.U8),
          Map.entry("_UntypedStorage", Dtype.U8));
  private static final Map<String, Dtype> BY_DTYPE =
      Map.of(
          "float64", Dtype.F64,
          "float32", Dtype.F32,
          "float16", Dtype.F16,
          "bfloat16", Dtype.BF16,
          "int64", Dtype.I64,
          "int32", Dtype.I32,
          "int16", Dtype.I16,
          "int8", Dtype.I8,
          "uint8", Dtype.U8,
          "bool", Dtype.BOOL);
  private static final Map<String, Integer> OTHER_WIDTHS =
      Map.of(
          "ComplexFloatStorage", 8,
          "ComplexDoubleStorage", 16,
          "QInt8Storage", 1,
          "QUInt8Storage", 1,
          "QInt32Storage", 4,
          "QUInt4x2Storage", 1,
          "QUInt2x4Storage", 1);

  /**
   * What a persistent id says about a storage: {@code ("storage", type, key, device, count[,
   * view])}.
   *
   * @param width bytes of a number
   * @param offset of the first number in the stored one, for a view of another storage
   */
  record Reference(
      String type, @Nullable Dtype dtype, int width, String key, long count, long offset) {
    /**
     * The storage that a persistent id means, or null if it is something else or of no known kind.
     */
    static @Nullable Reference find(Persistent persistent) {
      if (!(persistent.id() instanceof Items id
          && id.get(0) instanceof Text kind
          && kind.value().equals("storage")
          && id.get(1) instanceof Global type
          && id.get(2) instanceof Text key
          && id.get(4) instanceof Whole count)) {
        return null;
      }
      Dtype dtype = BY_STORAGE.get(type.name());
      Integer width = dtype == null ? OTHER_WIDTHS.get(type.name()) : (Integer) dtype.width();
      if (width == null) {
        return null;
      }
      long offset = 0;
      long length = count.value();
      if (id.get(5) instanceof Items view
          && view.get(1) instanceof Whole begin
          && view.get(2) instanceof Whole size) {
        offset = begin.value();
        length = size.value();
      }
      return new Reference(type.name(), dtype, width, key.value(), length, offset);
    }

    /** The storage in the bytes that belong to its key. */
    Storage in(Region all) throws Malformed {
      long begin = within(all.length());
      return new Storage(type, dtype, count, all.part(begin, count * width));
    }

    private long within(long bytes) throws Malformed {
      long most = bytes / width;
      if (count < 0 || offset < 0 || offset > most || count > most - offset) {
        throw new Malformed(
            String.format(
                Locale.ROOT,
                "storage %s should have %d numbers of %d bytes, but has %d bytes",
                Shown.of(key),
                count,
                width,
                bytes));
      }
      return offset * width;
    }
  }

  /**
   * The same bytes as numbers of another kind.
   *
   * @param name {@code float32} and the like
   */
  Storage as(String name) {
    Dtype other = BY_DTYPE.get(name);
    return new Storage(name, other, other == null ? count : bytes.length() / other.width(), bytes);
  }
}
