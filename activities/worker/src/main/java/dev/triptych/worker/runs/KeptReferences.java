package dev.triptych.worker.runs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.triptych.worker.errors.TriptychException.CorruptArtifact;
import dev.triptych.worker.json.Json;
import dev.triptych.worker.memo.KeptStage;
import dev.triptych.worker.store.BlobStore;
import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.stage.Stage;
import dev.triptych.workflows.stage.StageOutput;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** The artefacts that kept results name, and those that their manifests name. */
public final class KeptReferences {
  private final BlobStore store;

  public KeptReferences(BlobStore store) {
    this.store = store;
  }

  /** Tells of all that is behind a kept result; the same artefact may be told of several times. */
  public void forEach(KeptStage kept, Consumer<ArtifactRef> visitor) {
    NamedIn named = new NamedIn(visitor, (stage, key) -> {});
    named.visit(kept.inputs());
    named.visit(kept.result());
    for (StageOutput output : kept.outputs()) {
      visitor.accept(output.ref(NamedIn.UNKNOWN));
      if (kept.stage().output() == Stage.Output.MANIFEST) {
        manifest(output, named);
      }
    }
  }

  /** What a manifest names is made by other stages, whose records may be gone. */
  private void manifest(StageOutput output, NamedIn named) {
    try {
      lines(store.get(output.ref(NamedIn.UNKNOWN)), named);
    } catch (CorruptArtifact e) {
      // The stage that made it runs again.
    }
  }

  /** A line that cannot be read was cut short by a killed process. */
  static void lines(byte[] content, NamedIn named) {
    Consumer<String> line =
        text -> {
          try {
            named.visit(Json.parse(text.getBytes(StandardCharsets.UTF_8), JsonNode.class));
          } catch (UncheckedIOException e) {
            // said above
          }
        };
    new String(content, StandardCharsets.UTF_8)
        .lines()
        .filter(text -> !text.isBlank())
        .forEach(line);
  }
}
