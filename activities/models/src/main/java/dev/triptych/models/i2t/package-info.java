/**
 * The image-to-triplane network (paper section 3.2), its pre-training on the 3D GAN and its
 * fine-tuning on edited views.
 */
@NullMarked
package dev.triptych.models.i2t;

import org.jspecify.annotations.NullMarked;
