package dev.triptych.models.torch;

import ai.djl.engine.EngineException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** PyTorch could not get memory on a device. It says so in words only; they are read here. */
public final class MemoryExhaustedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  // "CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of 79.11 GiB of
  // which 1.02 GiB is free. …"
  private static final Pattern CUDA_ASKED =
      Pattern.compile("Tried to allocate ([0-9.]+ [KMGT]?i?B|[0-9]+ bytes)");
  private static final Pattern CUDA_FREE =
      Pattern.compile(
          "GPU ([0-9]+) has a total capacity of ([0-9.]+ \\S+) of which ([0-9.]+ \\S+) is free");
  // "… DefaultCPUAllocator: can't allocate memory: you tried to allocate 34359738368 bytes. …"
  private static final Pattern CPU_ASKED =
      Pattern.compile("you tried to allocate ([0-9]{1,18}) bytes");

  private final String network;
  private final String words;

  private MemoryExhaustedException(String network, EngineException cause) {
    super("Memory ran out in " + network, cause);
    this.network = network;
    this.words = String.valueOf(cause.getMessage());
  }

  /** {@code thrown}, or what says where memory ran out if that is what it is about. */
  static RuntimeException in(String network, EngineException thrown) {
    return tells(thrown) ? new MemoryExhaustedException(network, thrown) : thrown;
  }

  /** Reads an exception that went through nobody who could say more; empty if memory is not it. */
  public static Optional<MemoryExhaustedException> of(Throwable thrown) {
    if (thrown instanceof MemoryExhaustedException exhausted) {
      return Optional.of(exhausted);
    }
    return thrown instanceof EngineException e && tells(e)
        ? Optional.of(new MemoryExhaustedException("PyTorch", e))
        : Optional.empty();
  }

  private static boolean tells(EngineException thrown) {
    String words = String.valueOf(thrown.getMessage()).toLowerCase(Locale.ROOT);
    return words.contains("out of memory") || words.contains("can't allocate memory");
  }

  /** Which kernel or step asked, for people. */
  public String network() {
    return network;
  }

  /** How much was asked for, with its unit; null if PyTorch does not say. */
  public @Nullable String asked() {
    Matcher cuda = CUDA_ASKED.matcher(words);
    if (cuda.find()) {
      return cuda.group(1);
    }
    Matcher cpu = CPU_ASKED.matcher(words);
    return cpu.find()
        ? String.format(Locale.ROOT, "%.2f GiB", Long.parseLong(cpu.group(1)) / (double) (1 << 30))
        : null;
  }

  /** How much a GPU still has, in words; null if it is no GPU's memory. */
  public @Nullable String free() {
    Matcher gpu = CUDA_FREE.matcher(words);
    return gpu.find()
        ? String.format(
            Locale.ROOT, "%s of %s are free on cuda:%s", gpu.group(3), gpu.group(2), gpu.group(1))
        : null;
  }
}
