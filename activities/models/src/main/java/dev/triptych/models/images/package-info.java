/** Pictures as arrays: grids of images for people to look at. */
@NullMarked
package dev.triptych.models.images;

import org.jspecify.annotations.NullMarked;
