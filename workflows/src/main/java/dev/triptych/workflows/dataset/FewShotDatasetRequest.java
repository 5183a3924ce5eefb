package dev.triptych.workflows.dataset;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.triptych.workflows.priors.PriorRef;
import dev.triptych.workflows.spec.IdentitySpec;
import dev.triptych.workflows.spec.InversionSpec;
import dev.triptych.workflows.spec.ViewsSpec;
import org.jspecify.annotations.Nullable;

/**
 * Asks for D_s of one identity and one style.
 *
 * @param run whose folder takes the stage records
 * @param id of the dataset within the run, for instance {@code an-elf-s0}
 * @param edit with the style's prompt and the noise's seed
 * @param editsInFlight editing steps that may wait or run at a time: few enough that other steps of
 *     the same queue do not wait behind a whole dataset, enough to keep all workers busy
 * @param viewsPerStep views that one of these steps edits; null for 1, as before there was a choice
 * @param drawn one of many faces and random views of it; null for the identity itself on the grid
 * @param scored views that are rendered and edited beside those of D_s, to score by; null for none
 * @param inversion how the identity's photo is inverted; null if it has none
 */
public record FewShotDatasetRequest(
    String run,
    String id,
    PriorRef priors,
    IdentitySpec identity,
    ViewsSpec views,
    String style,
    EditSettings edit,
    int editsInFlight,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer viewsPerStep,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable DrawnIdentity drawn,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ViewsSpec scored,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable InversionSpec inversion) {
  public FewShotDatasetRequest {
    if (editsInFlight < 1) {
      throw new IllegalArgumentException("editsInFlight is below 1: " + editsInFlight);
    }
    if (drawn != null && scored != null) {
      throw new IllegalArgumentException("random views are not scored on a grid");
    }
    if ((identity.photo() == null) != (inversion == null)) {
      throw new IllegalArgumentException("an inversion is for a photo, and a photo for one");
    }
    if (viewsPerStep != null && viewsPerStep < 1) {
      throw new IllegalArgumentException("viewsPerStep is below 1: " + viewsPerStep);
    }
  }

  /** A dataset of the identity itself, on the grid. */
  public FewShotDatasetRequest(
      String run,
      String id,
      PriorRef priors,
      IdentitySpec identity,
      ViewsSpec views,
      String style,
      EditSettings edit,
      int editsInFlight,
      @Nullable Integer viewsPerStep) {
    this(
        run,
        id,
        priors,
        identity,
        views,
        style,
        edit,
        editsInFlight,
        viewsPerStep,
        null,
        null,
        null);
  }

  /** How many views D_s has. */
  public int size() {
    return drawn == null ? views.list().size() : drawn.views() + 1;
  }
}
