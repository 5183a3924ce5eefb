package dev.triptych.worker.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** NVIDIA's GPUs as the system knows them, whether PyTorch does or not. */
public final class NvidiaGpus {
  private static final Pattern NODE = Pattern.compile("nvidia[0-9]+");
  private static final List<String> QUERY =
      List.of(
          "nvidia-smi",
          "--query-gpu=name,driver_version,memory.total,memory.free",
          "--format=csv,noheader,nounits");
  private static final long MEBI = 1 << 20;

  private final Path root;
  private final Function<List<String>, List<String>> command;

  /**
   * What the driver's own tool tells of a GPU, in its order.
   *
   * @param totalBytes of its memory
   * @param freeBytes of its memory
   */
  public record Gpu(String name, String driver, long totalBytes, long freeBytes) {}

  /**
   * @param root of the file system
   * @param command runs a program and returns the lines that it prints, none if it fails
   */
  public NvidiaGpus(Path root, Function<List<String>, List<String>> command) {
    this.root = root;
    this.command = command;
  }

  public static NvidiaGpus ofThisMachine() {
    return new NvidiaGpus(Path.of("/"), ShortCommand::lines);
  }

  /** How many there are. */
  public int count() {
    long files =
        Math.max(entries("proc/driver/nvidia/gpus", name -> true), entries("dev", this::isNode));
    // Windows lends GPUs to its Linux without these files.
    return files > 0 ? (int) files : described().size();
  }

  private boolean isNode(String name) {
    return NODE.matcher(name).matches();
  }

  private long entries(String folder, Function<String, Boolean> counts) {
    try (Stream<Path> entries = Files.list(root.resolve(folder))) {
      return entries.filter(path -> counts.apply(path.getFileName().toString())).count();
    } catch (IOException e) {
      return 0; // no such folder on this machine
    }
  }

  /** Those that the driver's tool tells of; none if it is missing or fails. */
  public List<Gpu> described() {
    List<Gpu> gpus = new ArrayList<>();
    for (String line : command.apply(QUERY)) {
      String[] parts = line.split(",", -1);
      if (parts.length == 4) {
        gpus.add(new Gpu(parts[0].strip(), parts[1].strip(), bytes(parts[2]), bytes(parts[3])));
      }
    }
    return gpus;
  }

  /** Some GPUs share the system's memory and have "[N/A]". */
  private static long bytes(String mebibytes) {
    String number = mebibytes.strip();
    return number.matches("[0-9]{1,9}") ? Long.parseLong(number) * MEBI : 0;
  }
}
