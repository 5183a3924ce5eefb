package dev.triptych.workflows.dataset;

import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.priors.PriorRef;
import dev.triptych.workflows.spec.PhotoTuning;

/**
 * Asks for the head that a photo shows, made from the one that was found for it in the GAN.
 *
 * @param found w and pose, as {@link InvertedPhoto#latent()}
 * @param photo the photo's head at the GAN's size
 * @param tuning {@link PhotoTuning#complete()}
 */
public record TunePhotoRequest(
    PriorRef priors, ArtifactRef found, ArtifactRef photo, PhotoTuning tuning) {}
