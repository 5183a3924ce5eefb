package dev.triptych.workflows.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which face the styles are put on: one that is sampled, or that of a photo. All cells share it,
 * unless each of the spec's seeds has one of its own.
 *
 * @param seed of z; the first of {@code seeds} if there are several
 * @param truncationPsi ψ, pulls w towards the mean face: 0 is the mean face, 1 no truncation
 * @param seeds of z, one for each of the spec's seeds; null if all have one face
 * @param photo whose face is taken, so that seed and ψ mean nothing; null to sample one
 */
public record IdentitySpec(
    long seed,
    double truncationPsi,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Long> seeds,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable PhotoSpec photo) {
  public IdentitySpec {
    seeds = seeds == null ? null : Problems.copy(seeds);
  }

  /** One face. */
  public IdentitySpec(long seed, double truncationPsi) {
    this(seed, truncationPsi, null, null);
  }

  /** The face of a photo. */
  public IdentitySpec with(PhotoSpec photo) {
    return new IdentitySpec(seed, truncationPsi, seeds, photo);
  }

  /** ψ = 0.7 as in EG3D's samples; the paper is silent. */
  public static IdentitySpec paper() {
    return new IdentitySpec(0, 0.7);
  }

  /**
   * The face of the spec's seed at {@code place}, as if it were that of all: what is made of it
   * does not know of others.
   */
  IdentitySpec at(int place) {
    return seeds == null ? this : new IdentitySpec(seeds.get(place), truncationPsi);
  }

  void check(Problems problems) {
    problems.between("truncationPsi", truncationPsi, 0, 1);
    if (photo != null) {
      photo.check(problems.in("photo"));
    }
  }

  /**
   * @param places how many seeds the spec has
   */
  void checkSeeds(Problems problems, int places) {
    if (seeds == null) {
      return;
    }
    problems.require(photo == null, "photo", "is one face, but identity.seeds ask for several");
    if (seeds.size() != places || seeds.isEmpty()) {
      problems.add(
          "seeds",
          "must be one for each of the spec's seeds, which are "
              + places
              + ", but are "
              + seeds.size());
    } else if (seeds.contains(null)) {
      problems.add("seeds[" + seeds.indexOf(null) + "]", "is empty");
    } else if (seeds.get(0) != seed) {
      problems.add(
          "seed",
          "is "
              + seed
              + ", but identity.seeds begin with "
              + seeds.get(0)
              + "; leave one of them out");
    }
  }
}
