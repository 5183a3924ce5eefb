package dev.triptych.models.clip;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/**
 * The vocabulary that all of OpenAI's CLIP models and Stable Diffusion 1.x share: 49,408 tokens. It
 * comes with the program (MIT licence, see NOTICE beside it).
 */
public final class ClipVocabulary {
  private ClipVocabulary() {}

  /** The vocabulary, read anew. */
  public static Vocabulary read() {
    try (InputStream vocab = resource("vocab.json");
        InputStream merges = resource("merges.txt")) {
      return Vocabulary.read(vocab, merges);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream resource(String name) {
    return Objects.requireNonNull(ClipVocabulary.class.getResourceAsStream(name));
  }
}
