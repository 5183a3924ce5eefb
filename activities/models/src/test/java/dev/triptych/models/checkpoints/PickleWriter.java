package dev.triptych.models.checkpoints;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Writes pickles of protocol 4, opcode by opcode: maps, lists, arrays as tuples, texts, numbers,
 * booleans, bytes, null, and the records below.
 */
public final class PickleWriter {
  /** A name of Python's. */
  public record Name(String module, String name) {}

  /** {@code callee(*arguments)}. */
  public record Call(Name callee, Object... arguments) {}

  /** An object whose attributes are set from {@code state}. */
  public record Instance(Name type, Map<String, Object> state) {}

  /** A reference to something outside the pickle. */
  public record Persistent(Object id) {}

  /** A float32 tensor whose storage is pickled as bytes; a parameter of a module. */
  public record Tensor(float[] values, long... shape) {}

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private PickleWriter() {}

  /** The pickle of a value. */
  public static byte[] pickle(Object value) {
    PickleWriter writer = new PickleWriter();
    writer.bytes(0x80, 4);
    writer.write(value);
    writer.bytes('.');
    return writer.out.toByteArray();
  }

  private void write(Object value) {
    if (value == null) {
      bytes('N');
    } else if (value instanceof Boolean flag) {
      bytes(flag ? 0x88 : 0x89);
    } else if (value instanceof Integer number) {
      bytes('J');
      out.writeBytes(little(4).putInt(number).array());
    } else if (value instanceof Long number) {
      bytes(0x8a, 8);
      out.writeBytes(little(8).putLong(number).array());
    } else if (value instanceof Double number) {
      bytes('G');
      out.writeBytes(ByteBuffer.allocate(8).putDouble(number).array());
    } else if (value instanceof String text) {
      payload('X', text.getBytes(StandardCharsets.UTF_8));
    } else if (value instanceof byte[] content) {
      payload('B', content);
    } else if (value instanceof List<?> items) {
      bytes(']', '(');
      items.forEach(this::write);
      bytes('e');
    } else if (value instanceof Object[] items) {
      bytes('(');
      Arrays.asList(items).forEach(this::write);
      bytes('t');
    } else if (value instanceof Map<?, ?> map) {
      bytes('}', '(');
      map.forEach(
          (key, entry) -> {
            write(key);
            write(entry);
          });
      bytes('u');
    } else {
      object(value);
    }
  }

  private void object(Object value) {
    if (value instanceof Name name) {
      write(name.module());
      write(name.name());
      bytes(0x93);
    } else if (value instanceof Call call) {
      write(call.callee());
      write(call.arguments());
      bytes('R');
    } else if (value instanceof Instance instance) {
      write(instance.type());
      bytes(')', 0x81);
      write(instance.state());
      bytes('b');
    } else if (value instanceof Persistent persistent) {
      write(persistent.id());
      bytes('Q');
    } else if (value instanceof Tensor tensor) {
      write(call(tensor));
    } else {
      throw new IllegalArgumentException("cannot pickle " + value);
    }
  }

  private static Call call(Tensor tensor) {
    Object[] sizes = new Object[tensor.shape().length];
    Object[] strides = new Object[sizes.length];
    long stride = 1;
    for (int axis = sizes.length - 1; axis >= 0; axis--) {
      sizes[axis] = tensor.shape()[axis];
      strides[axis] = stride;
      stride *= tensor.shape()[axis];
    }
    Call storage = new Call(new Name("torch.storage", "_load_from_bytes"), legacy(tensor.values()));
    Map<String, Object> hooks = Map.of();
    return new Call(
        new Name("torch._utils", "_rebuild_parameter"),
        new Call(
            new Name("torch._utils", "_rebuild_tensor_v2"),
            storage,
            0,
            sizes,
            strides,
            false,
            hooks),
        true,
        hooks);
  }

  /** What stands before the pickle of a file that PyTorch wrote before version 1.6. */
  static byte[] legacyStart() {
    PickleWriter writer = new PickleWriter();
    byte[] magic = {
      0x6c, (byte) 0xfc, (byte) 0x9c, 0x46, (byte) 0xf9, 0x20, 0x6a, (byte) 0xa8, 0x50, 0x19
    };
    writer.bytes(0x80, 2, 0x8a, magic.length);
    writer.out.writeBytes(magic);
    writer.bytes('.');
    writer.out.writeBytes(pickle(1001));
    writer.out.writeBytes(pickle(Map.of("little_endian", true)));
    return writer.out.toByteArray();
  }

  /** A storage as PyTorch wrote it before version 1.6. */
  static byte[] legacy(float[] values) {
    PickleWriter writer = new PickleWriter();
    writer.out.writeBytes(legacyStart());
    writer.bytes(0x80, 2);
    writer.write(
        new Object[] {
          "storage", new Name("torch", "FloatStorage"), "7", "cpu", values.length, null
        });
    writer.bytes('Q', '.');
    writer.out.writeBytes(pickle(List.of("7")));
    ByteBuffer numbers = little(8 + 4 * values.length).putLong(values.length);
    for (float value : values) {
      numbers.putFloat(value);
    }
    writer.out.writeBytes(numbers.array());
    return writer.out.toByteArray();
  }

  private void payload(int opcode, byte[] content) {
    bytes(opcode);
    out.writeBytes(little(4).putInt(content.length).array());
    out.writeBytes(content);
  }

  private void bytes(int... values) {
    for (int value : values) {
      out.write(value);
    }
  }

  private static ByteBuffer little(int count) {
    return ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
  }
}
