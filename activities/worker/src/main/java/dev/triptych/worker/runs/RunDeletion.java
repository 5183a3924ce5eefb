package dev.triptych.worker.runs;

import dev.triptych.worker.errors.StorageFailures;
import dev.triptych.worker.json.Json;
import dev.triptych.worker.store.ArtifactStore;
import dev.triptych.worker.store.StoredObject;
import dev.triptych.worker.store.files.Folders;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Removes what a run has left under its own name; kept results and artefacts, which other runs may
 * share, stay. A mark comes first and goes last, so that a run that is half gone is known as such
 * and never goes on.
 */
public final class RunDeletion {
  private final ArtifactStore store;
  private final RunLayout layout;

  public RunDeletion(ArtifactStore store, String run) {
    this.store = store;
    this.layout = RunLayout.of(run);
  }

  /**
   * What was removed.
   *
   * @param documents without the mark
   */
  public record Deleted(int documents, long bytes) {}

  /** Marks the run as one that is being deleted; from now on nobody launches it. */
  public void begin(Instant now) {
    store.create(mark(), Json.bytes(Map.of("at", now.toString())));
  }

  /** Takes the mark away again: the run has turned out to go on. */
  public void giveUp() {
    store.delete(mark());
  }

  /** What is there to be removed. */
  public Deleted look() {
    return sum(documents());
  }

  /** Removes everything, after {@link #begin}. */
  public Deleted finish() {
    List<StoredObject> removed = new ArrayList<>();
    for (List<StoredObject> some = documents(); !some.isEmpty(); some = documents()) {
      some.forEach(document -> store.delete(document.name()));
      removed.addAll(some);
    }
    Path local = store.local().resolve(layout.folder());
    store.delete(mark());
    try {
      Folders.remove(local); // its log and copies of its report; of a folder store, what is empty
    } catch (IOException e) {
      throw StorageFailures.writing(local, e);
    }
    return sum(removed);
  }

  private List<StoredObject> documents() {
    List<StoredObject> documents = new ArrayList<>();
    store.scan(
        layout.folder() + "/",
        document -> {
          if (!document.name().equals(mark())) {
            documents.add(document);
          }
        });
    return documents;
  }

  private static Deleted sum(List<StoredObject> documents) {
    return new Deleted(documents.size(), documents.stream().mapToLong(StoredObject::bytes).sum());
  }

  private String mark() {
    return layout.document(RunDocument.DELETED);
  }
}
