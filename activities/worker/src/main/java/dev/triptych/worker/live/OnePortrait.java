package dev.triptych.worker.live;

import dev.triptych.workflows.artifact.ArtifactRef;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A portrait of one style, and the face behind it.
 *
 * @param latent w of the face; null if that is not known
 */
record OnePortrait(Exhibit exhibit, Subject.Portrait portrait, @Nullable ArtifactRef latent)
    implements Gallery.Sitter {
  @Override
  public Optional<Subject> head(Choice choice) {
    return choice.plain()
        ? Optional.ofNullable(latent).map(Subject.Plain::new)
        : choice.equals(Choice.portrait()) ? Optional.of(portrait) : Optional.empty();
  }
}
