/**
 * Latent diffusion in diffusers' layout: the autoencoder, the conditional UNet, DDIM, and
 * InstructPix2Pix edits.
 */
@NullMarked
package dev.triptych.models.diffusion;

import org.jspecify.annotations.NullMarked;
