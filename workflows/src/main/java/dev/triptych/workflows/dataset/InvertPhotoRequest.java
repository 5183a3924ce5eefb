package dev.triptych.workflows.dataset;

import dev.triptych.workflows.artifact.ArtifactRef;
import dev.triptych.workflows.priors.PriorRef;
import dev.triptych.workflows.spec.InversionSpec;
import dev.triptych.workflows.spec.ViewAngle;

/**
 * Asks for the w whose head looks like a photo.
 *
 * @param picture the head out of the photo, a square that the GAN's size divides
 * @param seenFrom from where it is seen, as far as anybody knows: the search begins there
 * @param inversion as {@link InversionSpec#searchOfStyle()} gives it
 */
public record InvertPhotoRequest(
    PriorRef priors, ArtifactRef picture, ViewAngle seenFrom, InversionSpec inversion) {}
