package dev.triptych.models.checkpoints;

import dev.triptych.models.weights.Safetensors;
import dev.triptych.models.weights.TensorSource;
import dev.triptych.models.weights.WeightsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Opens a file of tensors by its content, whatever its name: safetensors; PyTorch's zip format
 * ({@code .pth}, {@code .bin}, {@code .pt}, {@code .ckpt}; also TorchScript archives) and the
 * format before it; with a state dict at the top or below a key such as {@code state_dict}.
 *
 * <p>A file is read as data: no class is loaded, nothing in it is run. What a pickle says is
 * written down step by step, at most {@value PickleMachine#MAX_OPCODES} steps; tensors' bytes stay
 * in the file until they are read. So opening takes at most 256 bytes of heap for each byte of the
 * pickle itself, and reading a tensor takes no more than its bytes, widened to float32; both may be
 * {@value ZipDirectory#MAX_INFLATION} times as many where an archive is compressed, which PyTorch's
 * are not.
 */
public final class Checkpoints {
  private static final int START = 512;

  private Checkpoints() {}

  /**
   * @throws WeightsException if the file is missing, damaged, cut short or of another kind
   */
  public static TensorSource open(Path file) {
    String origin = file.toString();
    return reading(
        file,
        () -> {
          Region.Stored content = content(file);
          if (isSafetensors(content)) {
            return Safetensors.open(file);
          }
          TorchFile torch = torch(content);
          return PickledTensors.of(origin, torch, StateDictSearch.of(torch));
        });
  }

  /** Reads something of a file. */
  @FunctionalInterface
  interface Reading<T> {
    T read() throws IOException, Malformed;
  }

  /** Turns what can go wrong with a file into one error that names it. */
  static <T> T reading(Path file, Reading<T> reading) {
    String origin = file.toString();
    try {
      return reading.read();
    } catch (Malformed e) {
      throw new WeightsException("Not a usable checkpoint (" + e.reason() + ")", origin, e);
    } catch (NoSuchFileException e) {
      throw new WeightsException("There is no such file", origin, e);
    } catch (IOException e) {
      throw new WeightsException("Cannot read weights (" + e.getMessage() + ")", origin, e);
    }
  }

  static Region.Stored content(Path file) throws IOException, Malformed {
    if (Files.isDirectory(file)) {
      throw new Malformed("it is a folder");
    }
    return new Region.Stored(file, 0, Files.size(file));
  }

  private static boolean isSafetensors(Region.Stored file) throws IOException {
    if (file.length() < 10) {
      return false;
    }
    ByteBuffer start = file.slice(0, 10);
    long header = start.getLong(0);
    return start.get(8) == '{' && header > 0 && header <= 100_000_000;
  }

  /** A file of PyTorch's, or a bare pickle. */
  static TorchFile torch(Region.Stored file) throws IOException, Malformed {
    ByteBuffer bytes = file.slice(0, (int) Math.min(START, file.length()));
    String start = StandardCharsets.ISO_8859_1.decode(bytes).toString();
    if (start.startsWith("PK\3\4")) {
      return TorchFile.zip(file);
    }
    String trouble = foreign(start);
    if (!trouble.isEmpty()) {
      throw new Malformed(trouble);
    }
    try {
      return TorchFile.pickle(file);
    } catch (Malformed e) {
      if (start.startsWith("\u0080")) {
        throw e;
      }
      throw new Malformed("it is neither safetensors nor a file of PyTorch's");
    }
  }

  /** What people have instead of a checkpoint, and how they come to what they want. */
  private static String foreign(String start) {
    if (start.isEmpty()) {
      return "it is empty; download it again";
    } else if (start.startsWith("version https://git-lfs")) {
      return "it is Git LFS's placeholder for the file; fetch the file itself with git lfs pull";
    } else if (start.stripLeading().startsWith("<")) {
      return "it is a web page, perhaps one that asks for a login; download the file itself";
    } else if (start.startsWith("\u001f\u008b")) {
      return "it is compressed with gzip; unpack it first";
    } else if (start.startsWith("PK")) {
      return "it is an empty zip archive";
    } else if (start.startsWith("\u0089HDF")) {
      return "it is an HDF5 file; PyTorch's weights are needed";
    } else if (start.length() > 262 && start.startsWith("ustar", 257)) {
      return "it is a tar archive; unpack it first";
    }
    return "";
  }
}
