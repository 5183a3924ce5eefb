/**
 * EG3D (Chan et al. 2022, Efficient Geometry-aware 3D Generative Adversarial Networks): a style
 * becomes three feature planes, rays through them become an image.
 */
@NullMarked
package dev.triptych.models.eg3d;

import org.jspecify.annotations.NullMarked;
