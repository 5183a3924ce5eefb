package dev.triptych.models.priors.imports;

import dev.triptych.models.priors.PriorPart;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an import found, and what became of it.
 *
 * @param folder of the set
 * @param digest of the set as it is now; null if nothing was written
 * @param bytes that were, or would be, written
 * @param missing parts that the set still lacks
 */
public record ImportReport(
    String name,
    String folder,
    @Nullable String digest,
    boolean comparableWithPaper,
    long bytes,
    List<Part> parts,
    List<PriorPart> missing) {
  public ImportReport {
    parts = List.copyOf(parts);
    missing = List.copyOf(missing);
  }

  /**
   * @param source the option that named it
   * @param notes sentences about what was found
   */
  public record Part(PriorPart part, String source, List<Network> networks, List<String> notes) {
    public Part {
      networks = List.copyOf(networks);
      notes = List.copyOf(notes);
    }
  }

  /**
   * @param precision of the numbers that are kept, or {@code as it is} of what is copied
   * @param bytes that are kept
   */
  public record Network(
      String role, List<Source> files, int tensors, long parameters, String precision, long bytes) {
    public Network {
      files = List.copyOf(files);
    }
  }

  /** A file that was read. */
  public record Source(String file, String format, long bytes, String sha256) {}
}
