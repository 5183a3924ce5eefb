/** Perceptual distance of images: LPIPS on VGG features. */
@NullMarked
package dev.triptych.models.lpips;

import org.jspecify.annotations.NullMarked;
