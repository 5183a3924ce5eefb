package dev.triptych.worker.runs;

import dev.triptych.worker.errors.TriptychException.CorruptArtifact;
import dev.triptych.worker.json.JsonLines;
import dev.triptych.worker.store.BlobStore;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.database.Page;
import dev.triptych.workflows.database.StyleDatabase;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The datasets of many styles as an artefact: one line for each style, which names its page. Pages
 * are read one at a time, for a database may be larger than what fits into memory.
 *
 * @param pages in the spec's order
 */
public record DatabaseManifest(List<Page> pages) {
  public DatabaseManifest {
    pages = List.copyOf(pages);
  }

  /** Whether {@code data} is a database rather than one dataset. */
  public static boolean is(ArtifactRef data) {
    return data.mediaType().equals(StyleDatabase.MEDIA_TYPE);
  }

  /**
   * @throws CorruptArtifact if it is gone, or is no database
   */
  public static DatabaseManifest get(BlobStore store, ArtifactRef ref) {
    return new DatabaseManifest(lines(store, ref, Page.class, "a database"));
  }

  /**
   * The datasets of one style, to look at.
   *
   * @throws CorruptArtifact if the page is gone, or is none
   */
  public static List<PageLine> page(BlobStore store, Page page) {
    return lines(store, page.members(), PageLine.class, "a page of a database");
  }

  private static <T> List<T> lines(BlobStore store, ArtifactRef ref, Class<T> type, String what) {
    try {
      return JsonLines.read(store.get(ref), type);
    } catch (UncheckedIOException e) {
      throw new CorruptArtifact("An artefact is not " + what, ref.key());
    }
  }

  public ArtifactRef put(BlobStore store) {
    return store.put(JsonLines.write(pages), StyleDatabase.MEDIA_TYPE);
  }
}
