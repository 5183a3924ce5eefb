package dev.triptych.worker.runs;

import dev.triptych.worker.errors.TriptychException.DamagedDocument;
import dev.triptych.worker.json.Json;
import dev.triptych.worker.store.DocumentStore;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Reads the store's documents, which a crash, a full disk or a person may have damaged. */
final class Documents {
  private final DocumentStore store;

  Documents(DocumentStore store) {
    this.store = store;
  }

  /**
   * A document; empty if there is none of that name.
   *
   * @param mend how it comes to be written anew, a sentence
   * @throws DamagedDocument if it does not hold a {@code type}
   */
  <T> Optional<T> read(String name, Class<T> type, String mend) {
    try {
      return store.read(name).map(json -> Json.parse(json, type));
    } catch (UncheckedIOException e) {
      throw damaged(name, mend);
    }
  }

  DamagedDocument damaged(String name, String mend) {
    return new DamagedDocument("A document is damaged", store.place(name), mend);
  }
}
