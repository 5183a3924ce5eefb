/**
 * Pictures as heads of a generator: the style and the pose that show them (inversion, after Ko et
 * al. 2023, 3D GAN Inversion with Pose Optimization), then the generator tuned around that style
 * (Roich et al. 2022, Pivotal Tuning).
 */
@NullMarked
package dev.triptych.models.inversion;

import org.jspecify.annotations.NullMarked;
